package harbor.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.kit.testing.TestPorts;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real Jaeger in a process of its own, with the configuration that {@code --observe} gives it.
 */
final class Jaeger implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final int query;
  private final int otlpHttp;
  private final ManagedChannel otlp;

  private Jaeger(Process process, int query, int otlpHttp, ManagedChannel otlp) {
    this.process = process;
    this.query = query;
    this.otlpHttp = otlpHttp;
    this.otlp = otlp;
  }

  /** Starts one on free ports that keeps everything; empty where {@code build/jaeger} has none. */
  static Optional<Jaeger> start() {
    return start(Map.of());
  }

  /**
   * The same.
   *
   * @param settings of the configurations
   * @param overlays configurations that are laid over the first one
   */
  static Optional<Jaeger> start(Map<String, String> settings, String... overlays) {
    try {
      return program().map(program -> start(program, settings, overlays));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Jaeger start(String program, Map<String, String> settings, String... overlays) {
    int grpc = TestPorts.next();
    int http = TestPorts.next();
    int query = TestPorts.next();
    try {
      ProcessBuilder builder = new ProcessBuilder(program, config("jaeger.yaml"));
      Stream.of(overlays).map(Jaeger::config).forEach(builder.command()::add);
      builder.environment().putAll(settings);
      builder
          .environment()
          .putAll(
              Map.of(
                  "JAEGER_HOST", "127.0.0.1",
                  "JAEGER_OTLP_GRPC_PORT", Integer.toString(grpc),
                  "JAEGER_OTLP_HTTP_PORT", Integer.toString(http),
                  "JAEGER_QUERY_PORT", Integer.toString(query),
                  "JAEGER_QUERY_GRPC_PORT", Integer.toString(TestPorts.next()),
                  "JAEGER_HEALTH_PORT", Integer.toString(TestPorts.next()),
                  "JAEGER_BATCH", "10ms"));
      Path log = Files.createTempFile("jaeger", ".log");
      Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
      ManagedChannel otlp =
          NettyChannelBuilder.forAddress("127.0.0.1", grpc).usePlaintext().build();
      Jaeger jaeger = new Jaeger(process, query, http, otlp);
      await("Jaeger, whose log is " + log)
          .atMost(Duration.ofMinutes(1))
          .until(() -> listens(query) && listens(grpc) && listens(http));
      return jaeger;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String config(String file) {
    return "--config=" + ROOT.resolve("observability/jaeger").resolve(file);
  }

  /** The one that is there, or was built before; building takes minutes. */
  private static Optional<String> program() throws IOException {
    Process finding =
        new ProcessBuilder(ROOT.resolve("build/jaeger").toString(), "installed")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path =
        new String(finding.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return path.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  /** Where it takes OTLP over gRPC. */
  ManagedChannel otlp() {
    return otlp;
  }

  /** The same for whoever opens connections by itself. */
  String otlpGrpc() {
    return "http://" + otlp.authority();
  }

  /** Where it takes OTLP over HTTP. */
  String otlpHttp() {
    return "http://127.0.0.1:" + otlpHttp;
  }

  /** Where it is asked. */
  String url() {
    return "http://127.0.0.1:" + query;
  }

  /** What its query API answers; a missing node when it does not know. */
  JsonNode ask(String path) {
    HttpResponse<byte[]> response = Http.get(url() + path);
    try {
      return response.statusCode() == 200 ? JSON.readTree(response.body()) : JSON.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the spans of a trace. */
  List<String> spans(String traceId) {
    List<String> names = new ArrayList<>();
    for (JsonNode resource : ask("/api/v3/traces/" + traceId).at("/result/resourceSpans")) {
      for (JsonNode scope : resource.path("scopeSpans")) {
        scope.path("spans").forEach(span -> names.add(span.path("name").asText()));
      }
    }
    return names;
  }

  @Override
  public void close() {
    otlp.shutdownNow();
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
