/**
 * Writes that a client may send again: with an idempotency key they happen once, and are answered
 * alike each time.
 *
 * <p>Start reading at {@link harbor.kit.service.write.IdempotentWrites}.
 */
@NullMarked
package harbor.kit.service.write;

import org.jspecify.annotations.NullMarked;
