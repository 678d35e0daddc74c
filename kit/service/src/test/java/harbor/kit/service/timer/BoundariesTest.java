package harbor.kit.service.timer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BoundariesTest {
  private final Rows rows = new Rows();

  @Test
  void boundaries_areRecordedInTheirMoment_oneAfterTheOther() {
    rows.boundaries.addAll(List.of(700L, 2_900L, 5_000L));

    new Boundaries(rows, rows::pass).run();

    assertThat(rows.recorded).containsExactly("700 at 700", "2900 at 2900", "5000 at 5000");
  }

  /** An import, say, of a sale that begins in a second. */
  @Test
  void boundary_isRecordedInTime_whenItIsStoredWhileALaterOneIsAwaited() {
    rows.boundaries.add(2_900L);

    new Boundaries(
            rows,
            time -> {
              rows.pass(time);
              if (rows.now == 500) {
                rows.boundaries.add(900L);
              }
            })
        .run();

    assertThat(rows.recorded).containsExactly("900 at 900", "2900 at 2900");
  }

  @Test
  void run_ends_whenNothingIsDueSoon() {
    rows.boundaries.add(Boundaries.LOOK_AHEAD.toMillis() + 1);

    new Boundaries(rows, rows::pass).run();

    assertThat(rows.recorded).isEmpty();
    assertThat(rows.now).isZero();
  }

  /** Times in milliseconds. */
  private static final class Rows implements Boundaries.Store {
    final TreeSet<Long> boundaries = new TreeSet<>();
    final List<String> recorded = new ArrayList<>();
    long now;

    void pass(Duration time) {
      now += time.toMillis();
    }

    @Override
    public boolean recordBoundaries() {
      if (boundaries.isEmpty() || boundaries.first() > now) {
        return false;
      }
      recorded.add(boundaries.pollFirst() + " at " + now);
      return true;
    }

    @Override
    public Optional<Duration> untilNextBoundary(Duration limit) {
      return boundaries.stream()
          .map(boundary -> Duration.ofMillis(boundary - now))
          .filter(left -> left.compareTo(limit) <= 0)
          .findFirst();
    }
  }
}
