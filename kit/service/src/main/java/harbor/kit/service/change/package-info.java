/**
 * What a core service changed, told to whoever watches: the outbox that a transaction writes, and
 * the streams that read it.
 *
 * <p>Start reading at {@link harbor.kit.service.change.Outbox}, then {@link
 * harbor.kit.service.change.OutboxFeed}.
 */
@NullMarked
package harbor.kit.service.change;

import org.jspecify.annotations.NullMarked;
