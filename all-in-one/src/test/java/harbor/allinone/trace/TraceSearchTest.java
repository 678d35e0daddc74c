package harbor.allinone.trace;

import static harbor.allinone.trace.Spans.START;
import static harbor.allinone.trace.Spans.span;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.trace.TraceSearch.Found;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a trace is looked for, and how long. */
class TraceSearchTest {
  private static final TraceSpan REQUEST = span("1", "", "bff: request", 0, 100);
  private static final TraceSpan CALL = span("2", "1", "bff: call", 10, 90);

  private final List<TraceSpan> arrived = new ArrayList<>();
  private Instant now = Instant.ofEpochSecond(0, START);
  private int looks;

  private final TraceSource files =
      new TraceSource() {
        @Override
        public List<TraceSpan> spans(String traceId) {
          looks++;
          if (looks == 3) {
            arrived.add(CALL);
          }
          return List.copyOf(arrived);
        }

        @Override
        public String toString() {
          return "files";
        }
      };

  @Test
  void sourceThatDoesNotAnswer_isPassedOver() {
    arrived.add(REQUEST);
    now = now.plusSeconds(60);

    Optional<Found> found = search(TraceSearchTest::refuse, files).find("a");

    assertThat(found).get().extracting(Found::source).isEqualTo("files");
    assertThat(looks).isOne();
  }

  @Test
  void youngTrace_isLookedForUntilItsSpansHaveArrived() {
    arrived.add(REQUEST);

    Optional<Found> found = search(files).find("a");

    assertThat(found).get().extracting(one -> one.trace().spans().size()).isEqualTo(2);
  }

  @Test
  void traceThatNobodyHas_isGivenUp_andEachSourceSaysWhy() {
    looks = 10;
    TraceSearch search = search(TraceSearchTest::refuse, files);

    assertThat(search.find("a")).isEmpty();
    assertThat(search.failures())
        .satisfiesExactly(
            first -> assertThat(first).endsWith("nothing listens there"),
            second -> assertThat(second).isEqualTo("files: it is not there"));
  }

  private TraceSearch search(TraceSource... sources) {
    return new TraceSearch(List.of(sources), () -> now, this::pause);
  }

  private void pause(Duration time) {
    now = now.plus(time);
  }

  private static List<TraceSpan> refuse(String traceId) throws IOException {
    throw new IOException("nothing listens there");
  }
}
