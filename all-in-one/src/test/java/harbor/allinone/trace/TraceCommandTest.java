package harbor.allinone.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import harbor.kit.testing.TestPorts;
import harbor.observability.Telemetry;
import harbor.observability.TraceFile;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./harbor trace} without Jaeger, and with what answers like it. */
class TraceCommandTest {
  @TempDir private Path directory;

  /** So late that every span has arrived. */
  private Instant now = Instant.parse("2126-01-01T00:00:00Z");

  private record Ended(int code, String output) {}

  @Test
  void requestThatNoBackendTook_isPrintedFromTheFiles_alsoAfterADamagedLine() throws IOException {
    String damaged = request();
    Path newer = directory.resolve(TraceFile.NEWER);
    String line = Files.readString(newer);
    Files.writeString(newer, line.substring(0, line.length() / 2));
    String traceId = request();
    Files.writeString(newer, traceId + " no JSON", StandardOpenOption.APPEND);

    Ended found = run(traceId, TestPorts.next());

    assertThat(found.code()).isZero();
    assertThat(found.output())
        .contains("Trace %s, from %s".formatted(traceId, directory))
        .containsPattern("mobile-bff: screen\n.* {2}query {2}\\[ERROR]\n");
    assertThat(run(damaged, TestPorts.next()).code()).isEqualTo(1);
  }

  @Test
  void jaegerThatHasIt_isAskedFirst() throws IOException {
    String traceId = request();
    String body =
        """
        {"result": {"resourceSpans": [{
          "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "web-bff"}}]},
          "scopeSpans": [{"spans": [{
            "traceId": "%s", "spanId": "00f067aa0ba902b7", "name": "GET /web", "kind": 2,
            "startTimeUnixNano": "1795887380965919826", "endTimeUnixNano": "1795887380970919826",
            "attributes": [{"key": "http.response.status_code", "value": {"intValue": "404"}}],
            "links": [{"traceId": "4bf92f3577b34da6a3ce929d0e0e4737"}], "status": {"code": 2}}]}]}]}}
        """
            .formatted(traceId);
    HttpServer jaeger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    jaeger.createContext(
        "/api/v3/traces/" + traceId,
        exchange -> {
          exchange.sendResponseHeaders(200, body.length());
          exchange.getResponseBody().write(body.getBytes(UTF_8));
          exchange.close();
        });
    jaeger.start();

    Ended found = run("00-" + traceId + "-00f067aa0ba902b7-01", jaeger.getAddress().getPort());
    jaeger.stop(0);

    assertThat(found.output())
        .contains("from Jaeger at http://localhost:")
        .contains("web-bff: GET /web, status 404, 5.00 ms, 1 spans of web-bff")
        .contains("[ERROR, see trace 4bf92f3577b34da6a3ce929d0e0e4737]");
  }

  @Test
  void whatIsNoTraceId_isRefused() {
    assertThat(run("X-Trace-Id", TestPorts.next()).code()).isEqualTo(64);
  }

  private Ended run(String id, int jaeger) {
    StringWriter output = new StringWriter();
    int code =
        new CommandLine(new TraceCommand(directory, () -> now, time -> now = now.plus(time)))
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(output))
            .setParameterExceptionHandler((_, _) -> 64)
            .execute(id, "--jaeger", "http://localhost:" + jaeger);
    return new Ended(code, output.toString());
  }

  /** The id of a trace of two spans that ended. */
  private String request() throws IOException {
    Map<String, String> environment =
        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:" + TestPorts.next());
    try (TraceFile file = new TraceFile(directory, 1_000_000);
        Telemetry telemetry = Telemetry.start("mobile-bff", "harbor", environment, file)) {
      Span screen = span(telemetry, "screen", Context.root());
      span(telemetry, "query", Context.root().with(screen)).setStatus(StatusCode.ERROR).end();
      screen.end();
      return screen.getSpanContext().getTraceId();
    }
  }

  private static Span span(Telemetry telemetry, String name, Context parent) {
    return telemetry
        .openTelemetry()
        .getTracer("test")
        .spanBuilder(name)
        .setParent(parent)
        .startSpan();
  }
}
