/**
 * What every process needs: settings, lifecycle, logging and the management port.
 *
 * <p>Start reading at {@link harbor.kit.runtime.Launcher}, which runs a process from its settings
 * to its end; {@link harbor.kit.runtime.Environment} is where settings come from.
 */
@NullMarked
package harbor.kit.runtime;

import org.jspecify.annotations.NullMarked;
