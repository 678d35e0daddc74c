package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OldestAgeTest {
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicLong now = new AtomicLong();
  private final OldestAge age =
      OldestAge.register(metrics, "harbor.sagas.oldest.seconds", "", now::get);

  @Test
  void age_isUnknown_beforeTheTimerRan() {
    assertThat(shown()).isNaN();
  }

  @Test
  void age_isWhatTheTimerFoundLast() {
    age.found(400);
    age.found(0);

    assertThat(shown()).isZero();
  }

  @Test
  void age_isUnknown_whenTheTimerRunsElsewhere() {
    age.found(400);
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(shown()).isEqualTo(400);

    now.incrementAndGet();

    assertThat(shown()).isNaN();
  }

  private double shown() {
    return metrics.get("harbor.sagas.oldest.seconds").gauge().value();
  }
}
