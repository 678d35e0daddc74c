package harbor.e2e.inprocess;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Makes of each deadline another one that no other has, so that a call at a core service tells by
 * its {@code grpc-timeout} which call of which plan it is.
 */
final class Marks implements UnaryOperator<Duration> {
  private static final Duration FIRST = Duration.ofSeconds(1_000);
  private static final Duration STEP = Duration.ofSeconds(100);

  private final TreeSet<Duration> given = new TreeSet<>();

  /** Later ones are longer: a plan is made after its calls and must not cut them short. */
  @Override
  public Duration apply(Duration deadline) {
    Duration mark = FIRST.plus(STEP.multipliedBy(given.size()));
    given.add(mark);
    return mark;
  }

  /** The deadline of which so much was left. */
  Optional<Duration> of(Duration left) {
    return Optional.ofNullable(given.ceiling(left));
  }
}
