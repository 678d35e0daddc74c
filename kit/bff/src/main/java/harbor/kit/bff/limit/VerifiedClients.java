package harbor.kit.bff.limit;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Knows of a request which session or subject it was proved to come from: who is known so counts
 * for themselves, everybody else for their address.
 *
 * <p>Only what a client cannot make up counts: no cookie that names no living session, no token
 * that was not checked, no guest id.
 */
@FunctionalInterface
public interface VerifiedClients {
  /** Everybody counts for their address. */
  VerifiedClients NONE = _ -> CompletableFuture.completedFuture(Optional.empty());

  /**
   * A text that is the same for each request of one client, and no other's; empty when nobody is
   * known. Failing counts as empty.
   */
  CompletionStage<Optional<String>> of(ServiceRequestContext ctx);
}
