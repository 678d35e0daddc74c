package harbor.kit.bff.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.session.Session;
import harbor.kit.client.Caller;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * {@code GET /auth/me}: who is signed in, and what their pages send with each change. Asking is no
 * sign that somebody is there.
 *
 * <p>A person with an access token, where those are taken, has no session: the answer is without
 * the name, which is the provider's to say, and without the tag, which they do not need.
 * Thread-safe.
 */
final class MeService implements BufferedResponse {
  private final SignIn signIn;

  MeService(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(
        signIn
            .sessions()
            .checked(ctx)
            .thenCompose(
                found ->
                    found
                        .map(MeService::session)
                        .<CompletionStage<Optional<HttpResponse>>>map(
                            shown -> CompletableFuture.completedFuture(Optional.of(shown)))
                        .orElseGet(
                            () -> signIn.callers().unattended(ctx).thenApply(MeService::bearer)))
            .handle(
                (shown, failure) ->
                    failure == null
                        ? shown.orElseGet(() -> signIn.refusal(ctx, CallerRefusal.notSignedIn()))
                        : signIn.refusal(ctx, failure)));
  }

  private static HttpResponse session(Session session) {
    ObjectNode who = person(session.caller(), session.endsAt());
    who.put("displayName", session.displayName());
    who.put("csrf", session.csrfTag());
    return SignInPages.json(who);
  }

  private static Optional<HttpResponse> bearer(Identified who) {
    return who instanceof Identified.ByBearer(Caller caller, Instant expiresAt)
        ? Optional.of(SignInPages.json(person(caller, expiresAt)))
        : Optional.empty();
  }

  private static ObjectNode person(Caller caller, Instant expiresAt) {
    ObjectNode who = JsonNodeFactory.instance.objectNode();
    who.put("userId", caller.id());
    new TreeSet<>(caller.roles()).forEach(who.putArray("roles")::add);
    who.put("expiresAt", expiresAt.toString());
    return who;
  }
}
