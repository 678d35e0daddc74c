/**
 * What every core service needs: the gRPC server, endings of calls, checks of requests, the
 * database, and the outbox with the streams that tell what changed.
 *
 * <p>Start reading at {@link harbor.kit.service.CoreServer}, then {@link
 * harbor.kit.service.Answer}, through which every method answers, and {@link
 * harbor.kit.service.Database}; of changes at {@link harbor.kit.service.Outbox} and {@link
 * harbor.kit.service.ChangeFeed}.
 */
@NullMarked
package harbor.kit.service;

import org.jspecify.annotations.NullMarked;
