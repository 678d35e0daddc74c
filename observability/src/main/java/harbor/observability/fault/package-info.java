/**
 * Faults that are switched on while a process runs, so that whoever is on call can rehearse them.
 *
 * <p>A process has them only with {@code HARBOR_FAULTS=on}. Start reading at {@link
 * harbor.observability.fault.Faults}; {@link harbor.observability.fault.FaultPage} is how they are
 * switched.
 */
@NullMarked
package harbor.observability.fault;

import org.jspecify.annotations.NullMarked;
