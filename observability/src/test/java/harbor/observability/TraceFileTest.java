package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.testing.TestPorts;
import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of spans while no backend takes them. */
final class TraceFileTest {
  private static final int MAX_BYTES = 20_000;

  @TempDir private Path directory;

  @Test
  void withoutABackend_spansAreKept_asOtlpJson() throws IOException {
    String traceId;
    try (TraceFile file = new TraceFile(directory.resolve("traces"), MAX_BYTES);
        Telemetry telemetry = Telemetry.start("catalog", "harbor", nowhere(), file)) {
      traceId = request(telemetry, "query");
    }

    assertThat(Files.readAllLines(directory.resolve("traces").resolve(TraceFile.NEWER)))
        .singleElement()
        .asString()
        .startsWith("{\"resourceSpans\":[{\"resource\":")
        .contains("\"service.name\"", "\"traceId\":\"" + traceId + "\"", "\"name\":\"query\"");
  }

  @Test
  void withABackend_nothingIsKept() throws IOException {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        TraceFile file = new TraceFile(directory, MAX_BYTES);
        Telemetry telemetry = Telemetry.start("catalog", "harbor", receiver.environment(), file)) {
      assertThat(receiver.awaitTrace(request(telemetry, "query"), 1)).hasSize(1);
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void files_takeTurns_andStayWithinTheirBound_alsoAcrossStarts() throws IOException {
    String last = "";
    for (int start = 0; start < 3; start++) {
      try (TraceFile file = new TraceFile(directory, MAX_BYTES);
          Telemetry telemetry = Telemetry.start("catalog", "harbor", nowhere(), file)) {
        for (int i = 0; i < 40; i++) {
          last = request(telemetry, "query");
        }
      }
    }

    assertThat(sizes()).hasSize(2).allMatch(size -> size <= MAX_BYTES / 2);
    assertThat(Files.readString(directory.resolve(TraceFile.NEWER))).contains(last);
  }

  @Test
  void directoryThatCannotBeWrittenTo_isSaidOnce_andNothingElseFails() throws IOException {
    Path occupied = Files.writeString(directory.resolve("occupied"), "");
    try (LogLines lines = LogLines.of(TraceFile.class);
        TraceFile file = new TraceFile(occupied, MAX_BYTES)) {
      for (int i = 0; i < 3; i++) {
        try (Telemetry telemetry = Telemetry.start("catalog", "harbor", nowhere(), file)) {
          assertThat(request(telemetry, "query")).hasSize(32);
        }
      }
      assertThat(lines.all()).singleElement().asString().contains("cannot be kept in " + occupied);
    }
  }

  private List<Long> sizes() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.toFile().length()).toList();
    }
  }

  private static Map<String, String> nowhere() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://localhost:" + TestPorts.next(),
        "OTEL_BSP_MAX_EXPORT_BATCH_SIZE",
        "1");
  }

  private static String request(Telemetry telemetry, String name) {
    Span span = telemetry.openTelemetry().getTracer("test").spanBuilder(name).startSpan();
    span.end();
    return span.getSpanContext().getTraceId();
  }
}
