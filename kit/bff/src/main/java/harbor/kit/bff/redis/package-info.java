/**
 * Redis, where several BFF processes share something. Optional: without it each has its own.
 *
 * <p>Start reading at {@link harbor.kit.bff.redis.Redis}.
 */
@NullMarked
package harbor.kit.bff.redis;

import org.jspecify.annotations.NullMarked;
