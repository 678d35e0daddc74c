/**
 * What every core service needs: the gRPC server, endings of calls, checks of requests, the
 * database.
 *
 * <p>Start reading at {@link harbor.kit.service.CoreServer}, then {@link
 * harbor.kit.service.Answer}, through which every method answers, and {@link
 * harbor.kit.service.Database}.
 */
@NullMarked
package harbor.kit.service;

import org.jspecify.annotations.NullMarked;
