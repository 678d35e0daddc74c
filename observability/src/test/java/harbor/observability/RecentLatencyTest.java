package harbor.observability;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentLatencyTest {
  private final AtomicLong now = new AtomicLong(-ofSeconds(30).toNanos());
  private final RecentLatency latency = new RecentLatency(now::get);

  @Test
  void figures_areThoseOfWhatWasRecorded() {
    for (int i = 1; i <= 100; i++) {
      latency.record(ofMillis(i).toNanos());
    }

    RecentLatency.Figures figures = latency.figures();

    assertThat(figures.count()).isEqualTo(100);
    assertThat(figures.p50().toMillis()).isCloseTo(50, within(1L));
    assertThat(figures.p95().toMillis()).isCloseTo(95, within(1L));
    assertThat(figures.p99().toMillis()).isCloseTo(99, within(1L));
  }

  @Test
  void whatIsOlderThanAMinute_isForgotten() {
    latency.record(ofMillis(5).toNanos());
    now.addAndGet(ofSeconds(45).toNanos());
    latency.record(ofMillis(7).toNanos());
    assertThat(latency.figures().count()).isEqualTo(2);

    now.addAndGet(ofSeconds(30).toNanos());

    assertThat(latency.figures().count()).isEqualTo(1);
    assertThat(latency.figures().p50().toMillis()).isEqualTo(7);
  }

  @Test
  void figures_areZero_whenThereAreNone() {
    assertThat(latency.figures())
        .isEqualTo(new RecentLatency.Figures(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }

  @Test
  void whatIsOutOfRange_countsAsItsEnd() {
    latency.record(-1);
    latency.record(ofMinutes(10).toNanos());

    assertThat(latency.figures().p99()).isBetween(ofSeconds(59), ofSeconds(61));
    assertThat(latency.figures().p50()).isLessThanOrEqualTo(ofMillis(1));
  }
}
