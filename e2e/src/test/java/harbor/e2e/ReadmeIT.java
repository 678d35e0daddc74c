package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README's curl calls give the answers that stand below them. */
class ReadmeIT {
  private static final Store STORE = RunningStore.get();
  private static final Pattern CURL =
      Pattern.compile(
          "\\$ curl(?<headers>(?: -H '[^']+')*) localhost:(?<port>\\d+)(?<path>\\S+)\\n"
              + "(?<answer>\\{[^\\n"
              + "]*)");
  private static final Pattern HEADER = Pattern.compile("-H '([^:]+): ([^']+)'");

  static List<Call> calls() throws IOException {
    String readme = Files.readString(Path.of(System.getProperty("harbor.root"), "README.md"));
    return CURL.matcher(readme)
        .results()
        .map(
            found ->
                new Call(
                    found.group("headers"),
                    Integer.parseInt(found.group("port")),
                    found.group("path"),
                    found.group("answer")))
        .toList();
  }

  /** One call; an answer that ends with three dots is the beginning of the real one. */
  record Call(String headers, int port, String path, String answer) {}

  @org.junit.jupiter.api.Test
  void readme_hasThreeCalls() throws IOException {
    assertThat(calls()).hasSize(3);
  }

  @ParameterizedTest
  @MethodSource("calls")
  void call_givesTheAnswerBelowIt(Call call) {
    String url = call.port() == 8080 ? STORE.web(call.path()) : STORE.mobile(call.path());
    Matcher headers = HEADER.matcher(call.headers());
    String[] named =
        headers.results().flatMap(h -> Stream.of(h.group(1), h.group(2))).toArray(String[]::new);

    // The first answers of a JVM may come too late for their deadlines.
    HttpResponse<byte[]> response =
        await()
            .until(
                () -> Http.get(url, named),
                answer ->
                    answer.statusCode() < 500
                        && answer.headers().firstValue("x-degraded").isEmpty());

    String real = comparable(Http.text(response));
    String written = comparable(call.answer());
    if (written.endsWith("...")) {
      assertThat(real).startsWith(written.substring(0, written.length() - 3));
    } else {
      assertThat(real).isEqualTo(written);
    }
  }

  /** Without what differs from store to store: the port of pictures, and trace ids. */
  private static String comparable(String answer) {
    return answer
        .replaceAll("localhost:\\d+", "localhost")
        .replaceAll("\"traceId\":\"[0-9a-f]{32}\"", "\"traceId\":\"\"");
  }
}
