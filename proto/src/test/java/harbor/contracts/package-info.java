/**
 * What the contracts state beside messages: how long each method may take, what may be repeated.
 *
 * <p>Start reading at {@link harbor.contracts.ServiceConfigs}.
 */
@NullMarked
package harbor.contracts;

import org.jspecify.annotations.NullMarked;
