package harbor.kit.bff.overload;

import static harbor.kit.bff.overload.Priority.DEFERRABLE;
import static harbor.kit.bff.overload.Priority.ESSENTIAL;
import static harbor.kit.bff.overload.Priority.NORMAL;
import static harbor.kit.bff.overload.SimulatedLoop.PEAK;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.overload.SimulatedLoop.Counts;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a BFF does at several times the load that one event loop can bear, in simulated time. */
class OverloadTest {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(4);
  private static final int MANY = 3_000;
  private static final int SLOW = 30;

  @Test
  void goodput_isNineTenthsOfThePeak_atFiveTimesTheLoad() {
    SimulatedLoop loop = warm(SimulatedLoop.shedding(600));

    Counts overload = loop.run(LONG, 5 * PEAK, _ -> NORMAL);

    assertThat(overload.good()).isGreaterThan((int) (0.9 * PEAK * LONG.toSeconds()));
    assertThat(overload.refused()).isPositive();
  }

  @Test
  void goodput_isNineTenthsOfThePeak_alsoWithManyConnections() {
    SimulatedLoop loop = warm(SimulatedLoop.shedding(2_000));

    Counts overload = loop.run(LONG, 5 * PEAK, _ -> NORMAL);

    assertThat(overload.good()).isGreaterThan((int) (0.9 * PEAK * LONG.toSeconds()));
  }

  /** The counter-test: everybody is served, and everybody too late. */
  @Test
  void goodput_collapses_whenNothingIsShed() {
    SimulatedLoop loop = warm(SimulatedLoop.withoutShedding(10_000));

    Counts overload = loop.run(LONG, 5 * PEAK, _ -> NORMAL);

    assertThat(overload.good()).isLessThan((int) (0.2 * PEAK * LONG.toSeconds()));
  }

  /** The other counter-test: refusing everybody at once costs what pages could have. */
  @Test
  void goodput_collapses_whenThoseWhoWereRefusedAreHeardAtOnce() {
    SimulatedLoop loop = warm(SimulatedLoop.withoutPauses(2_000));

    Counts overload = loop.run(LONG, 5 * PEAK, _ -> NORMAL);

    assertThat(overload.good()).isLessThan((int) (0.6 * PEAK * LONG.toSeconds()));
  }

  /** As of a container that may take a part of a processor. */
  @Test
  void goodput_isNearThePeak_alsoOnASlowLoopWithManyConnections() {
    assertThat(shareOfThePeak(SimulatedLoop.shedding(MANY, SLOW), 2)).isGreaterThan(0.8);
    assertThat(shareOfThePeak(SimulatedLoop.shedding(MANY, SLOW), 10)).isGreaterThan(0.8);
  }

  /** The counter-test: each of many connections costs a refusal before it is not heard. */
  @Test
  void goodput_collapses_whenEverybodyIsHeardOnce() {
    assertThat(shareOfThePeak(SimulatedLoop.withoutHolding(MANY, SLOW), 2)).isLessThan(0.6);
    assertThat(shareOfThePeak(SimulatedLoop.withoutHolding(MANY, SLOW), 10)).isLessThan(0.6);
  }

  private static double shareOfThePeak(SimulatedLoop loop, int times) {
    double peak = PEAK / SLOW;
    loop.run(Duration.ofSeconds(20), 0.8 * peak, _ -> NORMAL);
    loop.run(WARM_UP.multipliedBy(3), times * peak, _ -> NORMAL);
    return loop.run(LONG, times * peak, _ -> NORMAL).good() / (peak * LONG.toSeconds());
  }

  @Test
  void nothingIsRefused_whenTheLoadIsBearable() {
    SimulatedLoop loop = warm(SimulatedLoop.shedding(600));

    Counts bearable = loop.run(LONG, 0.8 * PEAK, OverloadTest::mixed);

    assertThat(bearable.refused()).isZero();
    assertThat(bearable.good()).isGreaterThan((int) (0.79 * PEAK * LONG.toSeconds()));
  }

  @Test
  void service_isNormalAgain_soonAfterTheLoadHasGone() {
    SimulatedLoop loop = warm(SimulatedLoop.shedding(600));
    loop.run(LONG, 5 * PEAK, OverloadTest::mixed);

    loop.run(Duration.ofSeconds(1), 0.8 * PEAK, OverloadTest::mixed);
    Counts after = loop.run(LONG, 0.8 * PEAK, OverloadTest::mixed);

    assertThat(after.refused()).isZero();
  }

  @Test
  void whatMattersLeast_isShedFirst_andWhatMattersMostLast() {
    SimulatedLoop loop = warm(SimulatedLoop.shedding(600));

    Counts overload = loop.run(LONG, 1.5 * PEAK, OverloadTest::mixed);

    assertThat(overload.served(ESSENTIAL)).isGreaterThan(0.99);
    assertThat(overload.served(NORMAL)).isGreaterThan(0.99);
    assertThat(overload.served(DEFERRABLE)).isLessThan(0.8);
  }

  /** Half recommendations, four tenths pages, a tenth checkout. */
  private static Priority mixed(int request) {
    return request % 10 < 5 ? DEFERRABLE : request % 10 < 9 ? NORMAL : ESSENTIAL;
  }

  private static SimulatedLoop warm(SimulatedLoop loop) {
    loop.run(WARM_UP, 0.5 * PEAK, _ -> NORMAL);
    return loop;
  }
}
