package harbor.kit.bff.explain;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.explain.CallState.Latency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConditionTest {
  @Test
  void condition_isTheWorst() {
    assertThat(condition("open", true, 80)).isEqualTo(Condition.BREAKER_OPEN);
    assertThat(condition("half_open", true, 80)).isEqualTo(Condition.BREAKER_HALF_OPEN);
    assertThat(condition("closed", true, 80)).isEqualTo(Condition.LIMIT_REACHED);
    assertThat(condition("closed", false, 80)).isEqualTo(Condition.SLOW);
    assertThat(condition("closed", false, 79)).isEqualTo(Condition.FINE);
    assertThat(condition(null, false, 1)).isEqualTo(Condition.FINE);
  }

  @Test
  void condition_isNotKnown_beforeTheFirstCall() {
    assertThat(Condition.of(false, "open", true, new Latency(0, 0, 0, 0), ofMillis(100)))
        .isEqualTo(Condition.NOT_CALLED_YET);
  }

  private static Condition condition(@Nullable String breaker, boolean isFull, double p95) {
    return Condition.of(true, breaker, isFull, new Latency(20, 1, p95, 99), ofMillis(100));
  }
}
