/**
 * Downstream services: gRPC channels that live on the BFF's own event loops, and calls over them.
 *
 * <p>Start reading at {@link harbor.kit.bff.downstream.Downstream}.
 */
@NullMarked
package harbor.kit.bff.downstream;

import org.jspecify.annotations.NullMarked;
