package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.LayersState.Limit;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.scenario.Requests.Ending;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A service that has just started: it answers after 500 ms at first, after 5 ms ten seconds on. */
class ColdStartTest {
  private static final Duration WARM = ofSeconds(10);
  private static final Duration LENGTH = ofSeconds(20);
  private static final Duration COLD = ofSeconds(5);
  private static final double PER_SECOND = 500;

  private final VirtualTime time = new VirtualTime();

  private record Run(Requests requests, Services services) {}

  @Test
  void nothingIsLeftOfIt_onceTheServiceIsWarm() {
    Run run = run(Defence.ALL);

    assertThat(run.requests().within(WARM, LENGTH).percent(Ending.ANSWERED)).isEqualTo(100);
    assertThat(run.requests().within(WARM, LENGTH).percentile(99)).isLessThan(ofMillis(10));
    assertThat(run.services().layers("catalog").methods().values())
        .allMatch(method -> "CLOSED".equals(method.breaker()));
  }

  @Test
  void limit_growsBack_asFarAsItIsUsed() {
    Run run = run(Defence.NO_BREAKER);

    assertThat(run.requests().within(WARM, LENGTH).percent(Ending.ANSWERED)).isEqualTo(100);
    assertThat(run.services().layers("catalog").limit())
        .isNotNull()
        .extracting(Limit::max)
        .satisfies(most -> assertThat(most).isGreaterThan(20));
  }

  @Test
  void pagesDoNotWait_whileItIsCold() {
    assertThat(run(Defence.ALL).requests().within(Duration.ZERO, COLD).percentile(50))
        .isLessThan(ofMillis(1));
  }

  @Test
  void everyPageWaits_whileItIsCold_withoutDefence() {
    assertThat(run(Defence.NONE).requests().within(Duration.ZERO, COLD).requests())
        .allMatch(each -> each.took().equals(ofMillis(150)));
  }

  private Run run(Defence defence) {
    Services services =
        new Services(time, defence.around(time), _ -> (_, at) -> Behaviour.answer(latency(at)));
    Load load = new Load(time, _ -> PER_SECOND);
    Requests requests = load.on(Shape.ONE.plan(services));
    load.run(LENGTH);
    return new Run(requests, services);
  }

  private static Duration latency(Duration at) {
    Duration left = WARM.minus(at);
    return left.isNegative()
        ? ofMillis(5)
        : ofMillis(5).plus(Duration.ofNanos(left.toNanos() * 495 / WARM.toMillis()));
  }
}
