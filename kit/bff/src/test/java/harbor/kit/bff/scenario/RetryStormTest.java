package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.UnaryChannel;
import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A change that may be repeated, of a service that fails for 30 s at nearly all it can do. */
class RetryStormTest {
  private static final Duration BROKEN = ofSeconds(5);
  private static final Duration REPAIRED = BROKEN.plusSeconds(30);
  private static final Duration LENGTH = REPAIRED.plusSeconds(15);
  private static final double PER_SECOND = 0.8 * Capacity.PER_SECOND;

  private final VirtualTime time = new VirtualTime();

  private record Run(Requests requests, Services services) {
    double callsPerRequest(Duration from, Duration until) {
      return (double) services.sent("shipping", from, until) / requests.within(from, until).count();
    }
  }

  @Test
  void serviceIsNotFlooded_andRecoversByItself() {
    Run run = run(Defence.ALL.around(time));

    assertThat(run.callsPerRequest(Duration.ZERO, LENGTH)).isLessThanOrEqualTo(1.10);
    assertThat(run.callsPerRequest(BROKEN, REPAIRED)).isLessThan(0.10);
    assertThat(run.requests().lastMiss()).isBetween(BROKEN, REPAIRED.plusSeconds(5));
  }

  @Test
  void budgetAlone_keepsTheStormAway() {
    Run run = run(Defence.only(time, Set.of(Layer.RETRY)));

    assertThat(run.callsPerRequest(Duration.ZERO, LENGTH)).isLessThanOrEqualTo(1.10);
    assertThat(run.requests().lastMiss()).isBetween(BROKEN, REPAIRED.plusSeconds(5));
  }

  @Test
  void serviceIsFlooded_withNaiveRetry() {
    Run run = run(Defence.NAIVE.around(time));

    assertThat(run.callsPerRequest(BROKEN, REPAIRED)).isGreaterThan(3);
  }

  private Run run(UnaryOperator<UnaryChannel> defence) {
    Services services =
        new Services(
            time,
            defence,
            name ->
                new Capacity(
                    name,
                    ofMillis(100),
                    at -> at.compareTo(BROKEN) >= 0 && at.compareTo(REPAIRED) < 0));
    Load load = new Load(time, _ -> PER_SECOND);
    Requests requests = load.on(Shape.PUT.plan(services));
    load.run(LENGTH);
    return new Run(requests, services);
  }
}
