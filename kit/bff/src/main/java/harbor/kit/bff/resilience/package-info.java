/**
 * What is around a unary call to a core service: concurrency limit, retry, hedge, breaker, single
 * flight.
 *
 * <p>Start reading at {@link harbor.kit.bff.resilience.Layers}, the list of them. Each is a {@link
 * harbor.kit.bff.resilience.UnaryChannel} around another one.
 */
@NullMarked
package harbor.kit.bff.resilience;

import org.jspecify.annotations.NullMarked;
