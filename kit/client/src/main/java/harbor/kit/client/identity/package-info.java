/**
 * Who a process is to the core services that it calls: keys, and the service tokens made with them.
 *
 * <p>Start reading at {@link harbor.kit.client.identity.ServiceTokens}.
 */
@NullMarked
package harbor.kit.client.identity;

import org.jspecify.annotations.NullMarked;
