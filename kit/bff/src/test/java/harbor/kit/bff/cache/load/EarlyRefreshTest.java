package harbor.kit.bff.cache.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyRefreshTest {
  private static final int DRAWS = 1_000_000;
  private static final int STEPS = 20;

  /** 0.999 of the chi-square distribution with 20 degrees of freedom. */
  private static final double CRITICAL = 45.31;

  private static final long DELTA_MILLIS = 40;

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void probability_isExpOfTheTimeLeft_overBetaTimesDelta(double beta) {
    EarlyRefresh early = new EarlyRefresh(beta, new SplittableRandom(20150801));
    double statistic = 0;
    for (int step = 1; step <= STEPS; step++) {
      long left = step * 10L;
      int draws = DRAWS / STEPS;
      int due = 0;
      for (int i = 0; i < draws; i++) {
        due += early.isDue(0, left, DELTA_MILLIS * 1_000_000) ? 1 : 0;
      }
      double expected = draws * Math.exp(-left / (beta * DELTA_MILLIS));
      statistic += square(due - expected) / expected;
      statistic += square(due - expected) / (draws - expected);
    }

    assertThat(statistic).isLessThan(CRITICAL);
  }

  @Test
  void expired_isAlwaysDue() {
    EarlyRefresh never = new EarlyRefresh(0, new SplittableRandom(1));

    assertThat(never.isDue(100, 100, 1_000_000)).isTrue();
    assertThat(never.isDue(101, 100, 1_000_000)).isTrue();
  }

  @Test
  void betaOfZero_isNeverDueBefore() {
    EarlyRefresh never = new EarlyRefresh(0, new SplittableRandom(1));

    for (int i = 0; i < 1_000; i++) {
      assertThat(never.isDue(99, 100, 1_000_000_000)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void betaThatCannotBe_isRefused(double beta) {
    assertThatThrownBy(() -> new EarlyRefresh(beta, new SplittableRandom(1)))
        .hasMessageContaining("beta");
  }

  private static double square(double value) {
    return value * value;
  }
}
