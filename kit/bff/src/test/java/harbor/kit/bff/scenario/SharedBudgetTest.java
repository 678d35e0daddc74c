package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.scenario.Tally.Outcome;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Retries and hedges live on one budget: a service with a slow tail refuses some of its calls. */
class SharedBudgetTest {
  @Test
  void hedgesLeaveEnough_forRetries() {
    Tally pages = pages(Defence.ALL);

    assertThat(pages.percent(Outcome.ANSWERED)).isGreaterThan(99.5);
    assertThat(pages.percentile(99)).isLessThan(ofMillis(30));
  }

  @Test
  void callsFail_withoutTheRetry() {
    assertThat(pages(Defence.NO_RETRY).percent(Outcome.ANSWERED)).isLessThan(96);
  }

  @Test
  void tailIsLonger_withoutTheHedge() {
    assertThat(pages(Defence.NO_HEDGE).percentile(99)).isGreaterThan(ofMillis(45));
  }

  private static Tally pages(Defence defence) {
    return Objects.requireNonNull(Simulation.run(Scenario.ERROR_BURST, defence).get(Shape.ONE))
        .tally();
  }
}
