package harbor.e2e;

import static org.awaitility.Awaitility.await;

import harbor.kit.testing.TestPorts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Prism between clients and a BFF. It passes on what comes, and what the BFF's document does not
 * have, of a request or of its answer, it says in a header and by an error of its own. It reads
 * JSON alone: streams, and bodies that are packed, are nothing for it.
 */
final class ValidatingProxy implements AutoCloseable {
  /** The header: a list of what does not fit. */
  private static final String VIOLATIONS = "sl-violations";

  /** In the type of an error of Prism's own, which a request gets that does not fit. */
  private static final String ERRORS = "stoplight.io/prism/errors";

  /** A request's header, name and value: Prism by itself asks for what it cannot read. */
  static final List<String> UNPACKED = List.of("Accept-Encoding", "identity");

  private final Process process;
  private final int port;

  private ValidatingProxy(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts one on a free port.
   *
   * @param folder that it may write into
   * @param upstream the port of the BFF
   */
  static ValidatingProxy start(Path folder, Path document, int upstream) {
    int port = TestPorts.next();
    Path said = folder.resolve("prism-" + port + ".txt");
    Process process =
        Judges.start(
            folder,
            said,
            "node_modules/@stoplight/prism-cli/dist/index.js",
            "proxy",
            document.toString(),
            "http://127.0.0.1:" + upstream,
            "--host=127.0.0.1",
            "--port=" + port,
            "--errors");
    ValidatingProxy proxy = new ValidatingProxy(process, port);
    await().atMost(Duration.ofMinutes(1)).until(() -> proxy.isReady(said));
    return proxy;
  }

  private boolean isReady(Path said) throws IOException {
    String text = Files.readString(said);
    if (!process.isAlive()) {
      throw new IllegalStateException("Prism ended:\n" + text);
    }
    return text.contains("Prism is listening");
  }

  int port() {
    return port;
  }

  /** What does not fit, of an answer and what was asked; empty when all does. */
  static String violations(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue(VIOLATIONS)
        .orElseGet(() -> answer.body().contains(ERRORS) ? answer.body() : "");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
