package harbor.kit.bff.overload;

import static harbor.kit.bff.overload.Priority.DEFERRABLE;
import static harbor.kit.bff.overload.Priority.ESSENTIAL;
import static harbor.kit.bff.overload.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The decision, in injected time. */
class LoopLimitTest {
  private static final Duration TARGET = Duration.ofMillis(10);
  private static final Duration LONG_WAIT = Duration.ofMillis(30);
  private static final int MOST = 1_000;

  private long now;
  private final LoopLimit limit = new LoopLimit(TARGET, MOST, now);

  @Test
  void limit_isWide_whenNothingWasMeasured() {
    assertThat(limit.current()).isEqualTo(MOST);
    assertThat(limit.enter(DEFERRABLE, false)).isTrue();
  }

  @Test
  void priorities_enterUpToTheirShares() {
    assertThat(fill(DEFERRABLE)).isEqualTo(500);
    assertThat(fill(NORMAL)).isEqualTo(300);
    assertThat(fill(ESSENTIAL)).isEqualTo(200);
    assertThat(limit.inFlight()).isEqualTo(MOST);

    limit.leave();

    assertThat(limit.enter(DEFERRABLE, false)).isFalse();
    assertThat(limit.enter(NORMAL, false)).isFalse();
    assertThat(limit.enter(ESSENTIAL, false)).isTrue();
  }

  @Test
  void limit_shrinksFromWhatIsUnderWay_whenTheQueueStands() {
    warm();
    enter(600);

    stands(Duration.ofMillis(200), LONG_WAIT);

    assertThat(limit.current()).isBetween(300, 540);
    assertThat(limit.standing()).isEqualTo(LONG_WAIT);
  }

  @Test
  void limit_staysWide_whenALongWaitPasses() {
    warm();
    enter(600);

    for (int i = 0; i < 50; i++) {
      waits(LONG_WAIT, Duration.ofMillis(10));
      waits(Duration.ZERO, Duration.ofMillis(10));
    }

    assertThat(limit.current()).isEqualTo(MOST);
  }

  @Test
  void limit_staysWide_whenTheLoopStoodStillOnce() {
    warm();
    enter(600);

    waits(Duration.ofSeconds(2), Duration.ofMillis(1));
    waits(LONG_WAIT, Duration.ofMillis(20));

    assertThat(limit.current()).isEqualTo(MOST);
  }

  @Test
  void limit_isNeverSoNarrow_thatAFewAreTurnedAway() {
    warm();
    enter(3);

    stands(Duration.ofMinutes(1), Duration.ofSeconds(1));

    assertThat(limit.current()).isEqualTo(8);
    assertThat(limit.enter(DEFERRABLE, false)).isTrue();
  }

  @Test
  void requestsThatAreAwaited_countForTheWidestLimitAlone() {
    narrow();
    for (int i = 0; i < MOST - 5; i++) {
      enter(1);
      limit.await();
    }

    assertThat(fill(ESSENTIAL)).isEqualTo(5);

    for (int i = 0; i < 100; i++) {
      limit.awaited();
      limit.leave();
    }
    assertThat(fill(ESSENTIAL)).isEqualTo(3);
  }

  /** A processor that others use makes every wait long, whatever is under way. */
  @Test
  void limit_isNoNarrower_thanWhatIsDoneInAShortTime() {
    warm();
    enter(600);

    for (int i = 0; i < 300; i++) {
      for (int k = 0; k < 60; k++) {
        limit.leave();
        limit.enter(ESSENTIAL, false);
      }
      waits(LONG_WAIT, Duration.ofMillis(10));
    }

    assertThat(limit.current()).as("6,000 a second are done").isEqualTo(300);
  }

  @Test
  void refusals_takeATenthOfTheLoopsTime() {
    warm();
    done(0);
    assertThat(Duration.ofNanos(limit.turn())).as("nothing is done").hasMillis(20);

    done(40);
    assertThat(Duration.ofNanos(limit.turn()))
        .as("400 a second")
        .isCloseTo(micros(8_333), micros(1));

    done(2_000);
    assertThat(Duration.ofNanos(limit.turn())).as("20,000 a second").hasMillis(1);
  }

  private void done(int requests) {
    for (int i = 0; i < requests; i++) {
      limit.enter(ESSENTIAL, false);
      limit.leave();
    }
    now += Duration.ofMillis(100).toNanos();
    waits(Duration.ZERO, Duration.ZERO);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1_000);
  }

  @Test
  void round_isHopeless_whenItTakesFiveTimesWhatIsBearable() {
    assertThat(limit.isHopeless(TARGET.toNanos() * 6)).as("of a cold loop").isFalse();

    warm();

    assertThat(limit.isHopeless(TARGET.toNanos() * 6)).isTrue();
    assertThat(limit.isHopeless(TARGET.toNanos() * 4)).isFalse();
  }

  @Test
  void limit_isWideAgain_withinFiveSeconds() {
    narrow();

    for (int i = 0; i < 50; i++) {
      waits(Duration.ZERO, Duration.ofMillis(100));
    }

    assertThat(limit.current()).isEqualTo(MOST);
  }

  @Test
  void limit_isWideAgain_whenNobodyCameForAWhile() {
    narrow();

    waits(Duration.ZERO, Duration.ZERO);
    now += Duration.ofSeconds(5).toNanos();
    waits(Duration.ZERO, Duration.ZERO);

    assertThat(limit.current()).isEqualTo(MOST);
  }

  @Test
  void coldLoop_turnsNobodyAway_forBeingSlow() {
    enter(600);

    stands(Duration.ofSeconds(30), Duration.ofMillis(400));

    assertThat(limit.current()).isEqualTo(MOST);
  }

  /** The counter-test: the same once it is warm. */
  @Test
  void warmLoop_turnsAway_forTheSame() {
    warm();
    enter(600);

    stands(Duration.ofSeconds(30), Duration.ofMillis(400));

    assertThat(limit.current()).isEqualTo(8);
  }

  @Test
  void coldLoop_turnsAway_whenItsQueueIsHopeless() {
    enter(600);

    stands(Duration.ofSeconds(30), Duration.ofSeconds(2));

    assertThat(limit.current()).isEqualTo(8);
  }

  private void narrow() {
    warm();
    enter(600);
    stands(Duration.ofSeconds(30), LONG_WAIT);
    assertThat(limit.current()).isEqualTo(8);
    while (limit.inFlight() > 0) {
      limit.leave();
    }
  }

  /** Five thousand requests, of old. */
  private void warm() {
    for (int i = 0; i < 5_000; i++) {
      limit.enter(ESSENTIAL, false);
      limit.leave();
    }
    now += Duration.ofMinutes(10).toNanos();
    waits(Duration.ZERO, Duration.ofMillis(100));
    for (int i = 0; i < 200; i++) {
      waits(Duration.ZERO, Duration.ofMillis(100));
    }
  }

  private void enter(int requests) {
    for (int i = 0; i < requests; i++) {
      assertThat(limit.enter(ESSENTIAL, false)).isTrue();
    }
  }

  private int fill(Priority priority) {
    int entered = 0;
    while (limit.enter(priority, false)) {
      entered++;
    }
    return entered;
  }

  private void stands(Duration length, Duration wait) {
    long end = now + length.toNanos();
    while (now < end) {
      waits(wait, Duration.ofMillis(10));
    }
  }

  private void waits(Duration wait, Duration then) {
    limit.waited(wait.toNanos(), now);
    now += then.toNanos();
  }
}
