package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.LinkData;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TraceLinksTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";

  @Test
  void span_isToldOf_whenItIsRecorded() {
    assertThat(TraceLinks.current()).isEmpty();
    try (Scope _ = within(TraceFlags.getSampled()).makeCurrent()) {
      assertThat(TraceLinks.current()).isEqualTo(PARENT);
    }
    try (Scope _ = within(TraceFlags.getDefault()).makeCurrent()) {
      assertThat(TraceLinks.current()).isEmpty();
    }
  }

  @Test
  void links_leadToWhatWasTold_andNotToWhatIsNone() {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (Telemetry telemetry = Telemetry.recording("test", spans)) {
      TraceLinks.add(
              telemetry.openTelemetry().getTracer("test").spanBuilder("push"),
              List.of(PARENT, "", "garbage", PARENT.replace(TRACE, "0".repeat(32))))
          .startSpan()
          .end();

      assertThat(spans.getFinishedSpanItems().getFirst().getLinks())
          .extracting(LinkData::getSpanContext)
          .singleElement()
          .satisfies(
              linked -> {
                assertThat(linked.getTraceId()).isEqualTo(TRACE);
                assertThat(linked.getSpanId()).isEqualTo("b7ad6b7169203331");
              });
    }
  }

  @Test
  void union_hasEachOnce_andNotTooMany() {
    assertThat(TraceLinks.union(List.of(), List.of())).isEmpty();
    assertThat(TraceLinks.union(List.of("a", "b"), List.of("b", "c")))
        .containsExactly("a", "b", "c");
    assertThat(
            TraceLinks.union(
                List.of("a"), IntStream.range(0, 99).mapToObj(Integer::toString).toList()))
        .hasSize(TraceLinks.MAX);
  }

  private static Context within(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.create(TRACE, "b7ad6b7169203331", flags, TraceState.getDefault())));
  }
}
