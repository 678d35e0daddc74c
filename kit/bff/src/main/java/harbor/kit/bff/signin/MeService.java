package harbor.kit.bff.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.session.CallerRefusal;
import harbor.kit.bff.session.Session;
import java.util.TreeSet;

/**
 * {@code GET /auth/me}: who is signed in, and what their pages send with each change. Asking is no
 * sign that somebody is there. Thread-safe.
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
            .handle(
                (found, failure) ->
                    failure == null
                        ? found
                            .map(MeService::shown)
                            .orElseGet(() -> signIn.refusal(ctx, CallerRefusal.notSignedIn()))
                        : signIn.refusal(ctx, failure)));
  }

  private static HttpResponse shown(Session session) {
    ObjectNode who = JsonNodeFactory.instance.objectNode();
    who.put("userId", session.userId());
    who.put("displayName", session.displayName());
    new TreeSet<>(session.roles()).forEach(who.putArray("roles")::add);
    who.put("csrf", session.csrfTag());
    who.put("expiresAt", session.endsAt().toString());
    return SignInPages.json(who);
  }
}
