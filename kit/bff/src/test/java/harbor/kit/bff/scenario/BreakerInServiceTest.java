package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.ScriptedService.Script;
import harbor.kit.bff.scenario.Requests.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The breaker alone, around a service that is called a hundred times a second. */
class BreakerInServiceTest {
  private static final Set<Layer> ALONE = EnumSet.of(Layer.BREAKER);
  private static final Set<Layer> OFF = EnumSet.noneOf(Layer.class);
  private static final Duration DOWN = ofSeconds(5);
  private static final Duration REPAIRED = ofSeconds(15);
  private static final Duration LENGTH = ofSeconds(20);
  private static final Duration OPENED = ofMillis(500);

  private final VirtualTime time = new VirtualTime();

  private record Run(Requests requests, Services services) {
    long sent(Duration from, Duration until) {
      return services.sent("catalog", from, until);
    }
  }

  @Test
  void breaker_sendsFewerAndFewerCalls_toAServiceThatIsDown() {
    Run run = run(ALONE, 400, LENGTH, down(Draw.unavailable()));

    assertThat(share(run, DOWN, DOWN.plusSeconds(1))).isLessThan(0.55);
    assertThat(share(run, DOWN, REPAIRED)).isLessThan(0.12);
    assertThat(share(run, REPAIRED.minusSeconds(1), REPAIRED)).isLessThan(0.03);
  }

  @Test
  void breaker_costsOnePercentOfTheOutage_andNoPageMore() {
    Run with = run(ALONE, 400, LENGTH, down(Draw.unavailable()));
    VirtualTime other = new VirtualTime();
    Run without = run(other, OFF, 400, LENGTH, down(Draw.unavailable()));
    long outage = without.requests().within(DOWN, REPAIRED).count();

    assertThat(with.requests().count(Ending.FAILED) - without.requests().count(Ending.FAILED))
        .isBetween(0L, outage / 100 + 3);
  }

  @Test
  void everyCallIsSent_withoutTheBreaker() {
    Run run = run(OFF, 100, LENGTH, down(Draw.unavailable()));

    assertThat(run.sent(DOWN, REPAIRED))
        .isEqualTo(run.requests().within(DOWN, REPAIRED).count())
        .isGreaterThan(900);
  }

  @Test
  void probes_areFewAtATime_whileTheServiceHangs() {
    assertThat(underWayWhenAsked(ALONE)).hasSizeBetween(50, 300).allMatch(n -> n <= 6);
  }

  @Test
  void callsPileUp_whileTheServiceHangs_withoutTheBreaker() {
    assertThat(underWayWhenAsked(OFF)).hasSizeGreaterThan(800).contains(10);
  }

  @Test
  void breaker_closesWithinTwoSeconds_ofTheRepair() {
    for (Behaviour failure : List.of(Draw.unavailable(), Behaviour.hang())) {
      VirtualTime own = new VirtualTime();
      Run run = run(own, ALONE, 100, LENGTH, down(failure));

      assertThat(run.requests().lastMiss()).isBetween(DOWN, REPAIRED.plusSeconds(2));
      assertThat(run.services().layers("catalog").methods().values())
          .allMatch(method -> "CLOSED".equals(method.breaker()));
    }
  }

  @Test
  void breaker_doesNotFlap_atFivePercentErrorsOverAHundredThousandCalls() {
    Run run = run(ALONE, 1_000, ofSeconds(101), (_, at) -> Draw.failing("catalog", at, 0.05));

    assertThat(run.requests().count()).isGreaterThan(100_000);
    assertThat(run.sent(Duration.ZERO, LENGTH.multipliedBy(10))).isEqualTo(run.requests().count());
    assertThat(run.requests().percent(Ending.FAILED)).isBetween(4.8, 5.2);
  }

  @Test
  void breaker_opensAtSixtyPercentErrors_andCostsFewOfThePages() {
    Run run = run(ALONE, 1_000, ofSeconds(5), (_, at) -> Draw.failing("catalog", at, 0.6));

    assertThat(run.services().layers("catalog").counts().breakerOpen()).isGreaterThan(100);
    assertThat(run.sent(Duration.ZERO, LENGTH)).isLessThan(run.requests().count() * 95L / 100);
    assertThat(run.requests().percent(Ending.FAILED)).isBetween(60.0, 80.0);
  }

  private static double share(Run run, Duration from, Duration until) {
    return (double) run.sent(from, until) / run.requests().within(from, until).count();
  }

  private List<Integer> underWayWhenAsked(Set<Layer> layers) {
    List<Integer> underWay = new ArrayList<>();
    List<Services> services = new ArrayList<>();
    Script hangs = down(Behaviour.hang());
    Run run =
        run(
            layers,
            100,
            LENGTH,
            (number, at) -> {
              if (at.compareTo(DOWN.plus(OPENED)) >= 0 && at.compareTo(REPAIRED) < 0) {
                underWay.add(services.getFirst().scripted("catalog").underWay());
              }
              return hangs.behaviour(number, at);
            },
            services);
    assertThat(run.requests().count()).isPositive();
    return underWay;
  }

  private static Script down(Behaviour failure) {
    return (_, at) ->
        at.compareTo(DOWN) >= 0 && at.compareTo(REPAIRED) < 0
            ? failure
            : Draw.healthy("catalog", at);
  }

  private Run run(Set<Layer> layers, double perSecond, Duration lasting, Script script) {
    return run(time, layers, perSecond, lasting, script);
  }

  private Run run(
      Set<Layer> layers, double perSecond, Duration lasting, Script script, List<Services> made) {
    Services services = new Services(time, Defence.only(time, layers), _ -> script);
    made.add(services);
    return run(time, services, perSecond, lasting);
  }

  private static Run run(
      VirtualTime time, Set<Layer> layers, double perSecond, Duration lasting, Script script) {
    return run(
        time, new Services(time, Defence.only(time, layers), _ -> script), perSecond, lasting);
  }

  private static Run run(VirtualTime time, Services services, double perSecond, Duration lasting) {
    Load load = new Load(time, _ -> perSecond);
    Requests requests = load.on(Shape.ONE.plan(services));
    load.run(lasting);
    return new Run(requests, services);
  }
}
