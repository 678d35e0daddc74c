package harbor.kit.bff.scenario;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.ScriptedService.Script;
import io.grpc.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * A service that can do only so much: four calls at once, 16 to 24 ms each, 200 a second. What is
 * more waits; what would wait too long is UNAVAILABLE at once.
 *
 * <p>It does what it has begun and what waits even when nobody waits for the answer any longer, and
 * a call that fails because it is broken costs it as much as one that it answers: the worse case.
 */
final class Capacity implements Script {
  /** How many calls it can answer in a second. */
  static final double PER_SECOND = 200;

  private static final int AT_ONCE = 4;
  private static final Duration MIN = Duration.ofMillis(16);
  private static final Duration MAX = Duration.ofMillis(24);

  private final String service;
  private final Duration longestWait;
  private final Predicate<Duration> isBroken;
  private final Duration[] freeFrom = new Duration[AT_ONCE];

  /**
   * A service.
   *
   * @param longestWait of a call that it takes on
   * @param isBroken whether a call that comes at this time fails
   */
  Capacity(String service, Duration longestWait, Predicate<Duration> isBroken) {
    this.service = service;
    this.longestWait = longestWait;
    this.isBroken = isBroken;
    Arrays.fill(freeFrom, Duration.ZERO);
  }

  @Override
  public Behaviour behaviour(int number, Duration at) {
    int next = 0;
    for (int i = 1; i < AT_ONCE; i++) {
      if (freeFrom[i].compareTo(freeFrom[next]) < 0) {
        next = i;
      }
    }
    Duration start = freeFrom[next].compareTo(at) < 0 ? at : freeFrom[next];
    if (start.minus(at).compareTo(longestWait) > 0) {
      return Draw.unavailable();
    }
    freeFrom[next] = start.plus(Draw.between(MIN, MAX, Draw.at(service, at)));
    Duration after = freeFrom[next].minus(at);
    return isBroken.test(at) ? Behaviour.fail(Status.UNAVAILABLE, after) : Behaviour.answer(after);
  }
}
