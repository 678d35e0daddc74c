package harbor.kit.bff.cache.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreLatencyTest {
  private final StoreLatency latency = new StoreLatency();

  @Test
  void patience_isTheLongest_whileNothingIsKnown() {
    assertThat(patience()).isEqualTo(StoreLatency.MAX);
  }

  @Test
  void patience_followsWhatTheStoreTakes() {
    answered(50, Duration.ofMillis(1));
    assertThat(patience()).isEqualTo(StoreLatency.MIN);

    answered(50, Duration.ofMillis(12));
    assertThat(patience()).isBetween(Duration.ofMillis(12), Duration.ofMillis(14));

    answered(50, Duration.ofMillis(30));
    assertThat(patience()).isZero();

    answered(50, Duration.ofMillis(1));
    assertThat(patience()).isEqualTo(StoreLatency.MIN);
  }

  @Test
  void oneSlowAnswer_isNoVerdict() {
    answered(50, Duration.ofMillis(1));
    answered(1, Duration.ofSeconds(5));

    assertThat(patience()).isEqualTo(StoreLatency.MAX);
  }

  @Test
  void storeThatSaysNothing_isNotWaitedForAfterAFew() {
    answered(50, Duration.ofMillis(1));
    int waits = 0;
    while (latency.patience() > 0) {
      latency.unanswered(latency.patience());
      waits++;
    }

    assertThat(waits).isBetween(3, 12);
  }

  private void answered(int times, Duration each) {
    for (int i = 0; i < times; i++) {
      latency.answered(each.toNanos());
    }
  }

  private Duration patience() {
    return Duration.ofNanos(latency.patience());
  }
}
