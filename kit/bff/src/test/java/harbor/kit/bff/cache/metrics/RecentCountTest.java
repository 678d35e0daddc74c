package harbor.kit.bff.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentCountTest {
  private final AtomicLong millis = new AtomicLong(1_780_000_000_000L);
  private final RecentCount count = new RecentCount(millis::get);

  @Test
  void count_isOfTheLastMinute_andOfAllTime() {
    count.increment();
    millis.addAndGet(30_000);
    count.increment();
    count.increment();

    assertThat(count.lastMinute()).isEqualTo(3);

    millis.addAndGet(30_000);
    assertThat(count.lastMinute()).as("half a minute old").isEqualTo(2);

    millis.addAndGet(30_000);
    assertThat(count.lastMinute()).isZero();
    assertThat(count.sum()).isEqualTo(3);
  }

  @Test
  void count_beginsAnew_whenItsTurnComesAgain() {
    count.increment();
    millis.addAndGet(60_000);
    count.increment();

    assertThat(count.lastMinute()).isEqualTo(1);
  }

  @Test
  void count_isOfNow_afterTheClockWasSetBack() {
    count.increment();
    millis.addAndGet(-3_600_000);

    assertThat(count.lastMinute()).isZero();

    count.increment();
    assertThat(count.lastMinute()).isEqualTo(1);
  }
}
