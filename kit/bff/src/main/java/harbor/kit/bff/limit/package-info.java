/**
 * Rate limits: how many requests a client may make in a time, counted over all instances of a BFF
 * where there is a Redis.
 *
 * <p>Start reading at {@link harbor.kit.bff.limit.RateLimits}.
 */
@NullMarked
package harbor.kit.bff.limit;

import org.jspecify.annotations.NullMarked;
