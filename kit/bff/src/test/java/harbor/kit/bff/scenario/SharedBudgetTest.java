package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.scenario.Requests.Ending;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Retries and hedges live on one budget: a service with a slow tail refuses some of its calls. */
class SharedBudgetTest {
  @Test
  void hedgesLeaveEnough_forRetries() {
    Requests pages = pages(Defence.ALL);

    assertThat(pages.percent(Ending.ANSWERED)).isGreaterThan(99.5);
    assertThat(pages.percentile(99)).isLessThan(ofMillis(30));
  }

  @Test
  void callsFail_withoutTheRetry() {
    assertThat(pages(Defence.NO_RETRY).percent(Ending.ANSWERED)).isLessThan(96);
  }

  @Test
  void tailIsLonger_withoutTheHedge() {
    assertThat(pages(Defence.NO_HEDGE).percentile(99)).isGreaterThan(ofMillis(45));
  }

  private static Requests pages(Defence defence) {
    return Objects.requireNonNull(Simulation.run(Scenario.ERROR_BURST, defence).get(Shape.ONE))
        .requests();
  }
}
