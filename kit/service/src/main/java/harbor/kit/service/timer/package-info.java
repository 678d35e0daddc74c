/**
 * Timed work of a core service, on db-scheduler: clean-ups, expiry, comparisons.
 *
 * <p>Start reading at {@link harbor.kit.service.timer.Timers}.
 */
@NullMarked
package harbor.kit.service.timer;

import org.jspecify.annotations.NullMarked;
