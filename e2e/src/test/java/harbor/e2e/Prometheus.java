package harbor.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.kit.testing.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A real Prometheus in a process of its own, with the rules that {@code --observe} gives it; it
 * looks at everything each second.
 */
final class Prometheus implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final Path FILES = ROOT.resolve("observability/prometheus");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final String url;

  private Prometheus(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one on a free port; empty where {@code build/prometheus} has none.
   *
   * @param managementPort whose metrics it reads
   */
  static Optional<Prometheus> start(int managementPort) {
    return start(managementPort, 1, UnaryOperator.identity(), "");
  }

  /**
   * The same with other rules and a past.
   *
   * @param scrapeSeconds between two looks at the metrics
   * @param rules makes its rules of those of the repository
   * @param history samples in the format of OpenMetrics; empty: nothing was before
   */
  static Optional<Prometheus> start(
      int managementPort, int scrapeSeconds, UnaryOperator<String> rules, String history) {
    try {
      Optional<String> program = program();
      return program.isPresent()
          ? Optional.of(start(program.get(), managementPort, scrapeSeconds, rules, history))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Prometheus start(
      String program,
      int managementPort,
      int scrapeSeconds,
      UnaryOperator<String> rules,
      String history)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("prometheus");
    Files.createDirectories(folder.resolve("targets"));
    Files.writeString(
        folder.resolve("alerts.yml"), rules.apply(Files.readString(FILES.resolve("alerts.yml"))));
    Files.writeString(
        folder.resolve("prometheus.yml"),
        Files.readString(FILES.resolve("prometheus.yml"))
            .replaceAll("scrape_interval: \\w+", "scrape_interval: " + scrapeSeconds + "s")
            .replaceAll("evaluation_interval: \\w+", "evaluation_interval: 1s"));
    Files.writeString(
        folder.resolve("targets/harbor.json"),
        JSON.writeValueAsString(
            new Object[] {Map.of("targets", new String[] {"127.0.0.1:" + managementPort})}));
    if (!history.isEmpty()) {
      fill(folder, program, history);
    }
    int port = TestPorts.next();
    String url = "http://127.0.0.1:" + port;
    Process process =
        new ProcessBuilder(
                program,
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--enable-feature=exemplar-storage",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Prometheus prometheus = new Prometheus(process, url);
    await("Prometheus, whose folder is " + folder)
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> !prometheus.query("up{job=\"harbor\"}").isEmpty());
    return prometheus;
  }

  private static void fill(Path folder, String program, String history)
      throws IOException, InterruptedException {
    Path samples = Files.writeString(folder.resolve("history.txt"), history);
    Path log = folder.resolve("history.log");
    int code =
        new ProcessBuilder(
                Path.of(program).resolveSibling("promtool").toString(),
                "tsdb",
                "create-blocks-from",
                "openmetrics",
                samples.toString(),
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException("promtool: " + Files.readString(log));
    }
  }

  /** The one that is there, or was got before. */
  private static Optional<String> program() throws IOException {
    Process finding =
        new ProcessBuilder(ROOT.resolve("build/prometheus").toString(), "installed")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path =
        new String(finding.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return path.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  /** Why it cannot read the metrics; empty when it can. */
  String refusal() {
    return ask("/api/v1/targets").findPath("lastError").asText();
  }

  /** What a query answers now: a node for each series. */
  JsonNode query(String expression) {
    return ask("/api/v1/query?query=" + encoded(expression)).at("/data/result");
  }

  /** Its time in seconds since 1970. */
  double now() {
    return query("time()").path(0).asDouble();
  }

  /** How many seconds the condition of each alert has to hold before it fires. */
  Map<String, Double> waits() {
    Map<String, Double> waits = new TreeMap<>();
    for (JsonNode rule :
        ask("/api/v1/rules?type=alert").findValues("rules").stream()
            .flatMap(Prometheus::nodes)
            .toList()) {
      waits.put(rule.path("name").asText(), rule.path("duration").asDouble());
    }
    return waits;
  }

  private static Stream<JsonNode> nodes(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** The exemplars of the series of a query during the last hour. */
  JsonNode exemplars(String expression) {
    double now = now();
    return ask("/api/v1/query_exemplars?query=%s&start=%.0f&end=%.0f"
            .formatted(encoded(expression), now - 3600, now + 60))
        .at("/data");
  }

  private JsonNode ask(String path) {
    HttpResponse<byte[]> response = Http.get(URI.create(url + path).toString());
    try {
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(path + ": " + answer);
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
