package harbor.kit.bff.edge;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Identified;
import harbor.kit.client.Caller;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Users, by a session or a bearer token that was checked, count for themselves: with each session
 * for the same one. Guests, who can make up ids, count for their address. To be counted is no sign
 * that somebody is there.
 */
record CallersAsClients(Callers callers) implements VerifiedClients {
  @Override
  public CompletionStage<Optional<String>> of(ServiceRequestContext ctx) {
    return callers.unattended(ctx).thenApply(CallersAsClients::client);
  }

  private static Optional<String> client(Identified who) {
    return switch (who) {
      case Identified.BySession(var session) -> Optional.of(session.caller().subject());
      case Identified.ByBearer(Caller caller, _) -> Optional.of(caller.subject());
      case Identified.Visitor _ -> Optional.empty();
    };
  }
}
