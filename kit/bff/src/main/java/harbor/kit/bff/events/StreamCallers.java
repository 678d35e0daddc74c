package harbor.kit.bff.events;

import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Identified;
import java.util.function.BiFunction;

/**
 * Who opens streams, and how long they may have them.
 *
 * @param callers knows who asks
 * @param whenEnded runs a task when that person is not signed in any more; gives what is to be run
 *     when the task is of no use any more
 */
public record StreamCallers(Callers callers, BiFunction<Identified, Runnable, Runnable> whenEnded) {
  /** Nobody is signed in. */
  static final StreamCallers NOBODY = new StreamCallers(Callers.NOBODY, (_, _) -> () -> {});
}
