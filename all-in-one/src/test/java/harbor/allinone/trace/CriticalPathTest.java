package harbor.allinone.trace;

import static harbor.allinone.trace.Spans.START;
import static harbor.allinone.trace.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request waited for. */
class CriticalPathTest {
  @Test
  void ofCallsAtTheSameTime_theLastToEndCounts_andOfCallsInTurnEach() {
    assertThat(
            path(
                span("r", "", "bff: request", 0, 100),
                span("a", "r", "bff: a", 10, 40),
                span("b", "r", "bff: b", 10, 60),
                span("c", "r", "bff: c", 60, 90),
                span("d", "c", "core: d", 65, 70)))
        .containsExactly(
            "90-100 request", "70-90 c", "65-70 d", "60-65 c", "10-60 b", "0-10 request");
  }

  @Test
  void childThatOutlivesItsParent_countsUntilTheParentsEnd_andALaterOneNot() {
    assertThat(
            path(
                span("r", "", "bff: request", 0, 100),
                span("a", "r", "bff: a", 50, 200),
                span("b", "a", "core: b", 60, 180),
                span("c", "r", "bff: c", 300, 400)))
        .containsExactly("60-100 b", "50-60 a", "0-50 request");
  }

  @Test
  void segments_fillTheRequestWithoutAGap_whateverTheClocksSay() {
    TraceSpan request = span("r", "", "bff: request", 0, 100);
    List<CriticalPath.Segment> path =
        CriticalPath.of(
            new Trace(
                List.of(
                    request,
                    span("a", "r", "bff: a", 20, 80),
                    span("b", "a", "core: its clock is behind", 10, 70),
                    span("c", "r", "bff: no time", 80, 80))));

    assertThat(path.stream().mapToLong(CriticalPath.Segment::nanos).sum())
        .isEqualTo(request.nanos());
  }

  private static List<String> path(TraceSpan... spans) {
    return CriticalPath.of(new Trace(List.of(spans))).stream()
        .map(
            segment ->
                "%d-%d %s"
                    .formatted(
                        (segment.startNanos() - START) / 1_000_000,
                        (segment.endNanos() - START) / 1_000_000,
                        segment.span().name()))
        .toList();
  }
}
