package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.signin.provider.LogoutOutcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /auth/backchannel-logout}: the provider says that somebody has signed out there
 * (OpenID Connect Back-Channel Logout 1.0). What a browser must prove is not asked of a machine:
 * its signed token says who it is. Thread-safe.
 */
final class BackchannelLogoutService implements BufferedResponse {
  private static final Logger log = LoggerFactory.getLogger(BackchannelLogoutService.class);
  private static final int MAX_BODY_BYTES = 32 * 1024;

  private final SignIn signIn;

  BackchannelLogoutService(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    ctx.setMaxRequestLength(MAX_BODY_BYTES);
    MediaType type = request.contentType();
    if (type == null || !type.is(MediaType.FORM_DATA)) {
      return refused(ctx);
    }
    return HttpResponse.of(
        request
            .aggregate(ctx.eventLoop())
            .thenCompose(whole -> loggedOut(ctx, token(whole.contentUtf8()))));
  }

  private static @Nullable String token(String form) {
    List<String> tokens = QueryParams.fromQueryString(form).getAll("logout_token");
    return tokens.size() == 1 ? tokens.getFirst() : null;
  }

  private CompletionStage<HttpResponse> loggedOut(
      ServiceRequestContext ctx, @Nullable String token) {
    return token == null
        ? CompletableFuture.completedFuture(refused(ctx))
        : signIn
            .provider()
            .loggedOut(token)
            .thenCompose(
                outcome ->
                    switch (outcome) {
                      case LogoutOutcome.Ended ended -> once(ctx, ended);
                      case LogoutOutcome.Refused _ ->
                          CompletableFuture.completedFuture(refused(ctx));
                    })
            .exceptionally(failure -> signIn.refusal(ctx, failure));
  }

  private CompletionStage<HttpResponse> once(ServiceRequestContext ctx, LogoutOutcome.Ended ended) {
    String id = ended.issuer() + ' ' + ended.id();
    return signIn
        .used()
        .use(id, ended.until())
        .thenCompose(
            isFirst ->
                isFirst ? applied(ended, id) : CompletableFuture.completedFuture(refused(ctx)));
  }

  /** What could not be done may be asked for again. */
  private CompletionStage<HttpResponse> applied(LogoutOutcome.Ended ended, String id) {
    return sessionsOf(ended)
        .handle(
            (count, failure) -> {
              if (failure == null) {
                log.info("The provider has ended {} sessions", count);
                return CompletableFuture.completedFuture(status(HttpStatus.OK));
              }
              return signIn
                  .used()
                  .giveBack(id)
                  .<HttpResponse>handle((_, _) -> status(HttpStatus.SERVICE_UNAVAILABLE));
            })
        .thenCompose(answer -> answer);
  }

  private CompletionStage<Integer> sessionsOf(LogoutOutcome.Ended ended) {
    if (ended.sid().isPresent()) {
      return signIn.sessions().endOfProviderSession(ended.issuer(), ended.sid().get());
    }
    return signIn
        .accounts()
        .of(ended.issuer(), ended.subject().orElseThrow())
        .thenCompose(
            account ->
                account
                    .map(known -> signIn.sessions().endOfPerson(known.userId()))
                    .orElseGet(() -> CompletableFuture.completedFuture(0)));
  }

  private HttpResponse refused(ServiceRequestContext ctx) {
    signIn.audit(ctx, "LOGOUT_TOKEN_REFUSED");
    return status(HttpStatus.BAD_REQUEST);
  }

  private static HttpResponse status(HttpStatus status) {
    return HttpResponse.of(SignInPages.unkept(status).contentLength(0).build());
  }
}
