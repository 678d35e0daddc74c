package harbor.kit.bff.signin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.session.Session;
import io.netty.util.AsciiString;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * {@code POST /auth/logout?return=}: ends the session here and at the provider, and answers with
 * the page to go on to; a script cannot follow a redirect, and no browser gets the ID token by
 * which the provider knows the session. Thread-safe.
 *
 * <p>Nobody waits long for the provider: without it the session ends here all the same.
 */
final class LogoutService implements BufferedResponse {
  private static final AsciiString CLEAR_SITE_DATA = HttpHeaderNames.of("clear-site-data");

  /** Whoever signs in again at once should be asked who they are. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final SignIn signIn;

  LogoutService(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    Optional<EdgeEvent> foreign = signIn.csrf().beforeIdentity(ctx);
    return foreign.isPresent()
        ? signIn.refusal(ctx, foreign.get())
        : HttpResponse.of(
            signIn
                .sessions()
                .known(ctx)
                .thenCompose(found -> ended(ctx, found))
                .exceptionally(failure -> signIn.refusal(ctx, failure)));
  }

  private CompletionStage<HttpResponse> ended(ServiceRequestContext ctx, Optional<Session> found) {
    Optional<EdgeEvent> stale =
        found.flatMap(
            session -> signIn.csrf().afterIdentity(ctx, new Identified.BySession(session)));
    if (stale.isPresent()) {
      return CompletableFuture.completedFuture(signIn.refusal(ctx, stale.get()));
    }
    ReturnAddress back = ReturnAddress.of(ctx.queryParam("return"));
    return signIn
        .sessions()
        .end(ctx)
        .thenCompose(this::endedThere)
        .thenApply(_ -> next(back.value()));
  }

  private CompletionStage<Void> endedThere(Optional<Session> last) {
    return last.flatMap(session -> session.tokens().idToken())
        .map(
            idToken ->
                signIn
                    .provider()
                    .endSession(idToken)
                    .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  private static HttpResponse next(String address) {
    return SignInPages.json(JsonNodeFactory.instance.objectNode().put("next", address))
        .mapHeaders(
            headers -> headers.withMutations(own -> own.set(CLEAR_SITE_DATA, "\"storage\"")));
  }
}
