package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.Session;
import harbor.kit.bff.session.SignedIn;
import harbor.kit.bff.signin.provider.CodeOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /auth/callback}: finishes a sign-in that this browser began, once. Thread-safe.
 *
 * <p>State is spent before the code is sent, so that whoever opens the address again sends nothing.
 */
final class CallbackService implements BufferedResponse {
  /** The provider's, the accounts' and the store's together. */
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int MAX_SAID = 200;

  /** In the audit log: the provider did not confirm who somebody is. */
  private static final String REFUSED = "SIGN_IN_REFUSED";

  /** In the audit log: this browser has not begun the sign-in that it ends, or not just now. */
  private static final String NOT_UNDER_WAY = "SIGN_IN_NOT_UNDER_WAY";

  private final SignIn signIn;

  CallbackService(SignIn signIn) {
    this.signIn = signIn;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    ctx.setRequestTimeout(TimeoutMode.SET_FROM_START, DEADLINE);
    String said = ctx.queryParam("state");
    Optional<LoginState> begun =
        said == null ? Optional.empty() : signIn.cookies(ctx).take(ctx, said);
    return HttpResponse.of(
        begun.isEmpty()
            ? notUnderWay(ctx, said)
            : finished(ctx, begun.get())
                .exceptionally(failure -> signIn.failed(ctx, begun.get().back(), failure)));
  }

  private CompletionStage<HttpResponse> finished(ServiceRequestContext ctx, LoginState begun) {
    String error = ctx.queryParam("error");
    if (error != null) {
      return CompletableFuture.completedFuture(refused(ctx, begun, error));
    }
    String code = ctx.queryParam("code");
    if (code == null || code.isEmpty()) {
      return CompletableFuture.completedFuture(unconfirmed(ctx, begun));
    }
    return signIn
        .used()
        .use(begun.state(), begun.endsAt())
        .thenCompose(
            isFirst -> isFirst ? redeemed(ctx, begun, code) : notUnderWay(ctx, begun.state()));
  }

  private HttpResponse refused(ServiceRequestContext ctx, LoginState begun, String error) {
    String text = ctx.queryParam("error_description");
    String said = text == null ? error : text;
    Ending ending =
        switch (error) {
          case "access_denied" -> Ending.CANCELLED;
          case "temporarily_unavailable", "server_error" -> Ending.UNAVAILABLE;
          default -> Ending.REFUSED;
        };
    if (ending == Ending.REFUSED) {
      signIn.audit(ctx, REFUSED);
    }
    return signIn
        .pages()
        .page(ending, begun.back(), said.length() > MAX_SAID ? said.substring(0, MAX_SAID) : said);
  }

  private HttpResponse unconfirmed(ServiceRequestContext ctx, LoginState begun) {
    signIn.audit(ctx, REFUSED);
    return signIn.pages().page(Ending.REFUSED, begun.back());
  }

  private CompletionStage<HttpResponse> redeemed(
      ServiceRequestContext ctx, LoginState begun, String code) {
    return signIn
        .provider()
        .redeem(signIn.callback(ctx), code, ctx.queryParam("iss"), begun.secrets())
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case CodeOutcome.Person person -> welcomed(ctx, begun, person);
                  case CodeOutcome.Refused _ ->
                      CompletableFuture.completedFuture(unconfirmed(ctx, begun));
                });
  }

  private CompletionStage<HttpResponse> welcomed(
      ServiceRequestContext ctx, LoginState begun, CodeOutcome.Person person) {
    return signIn
        .guest(ctx)
        .thenCombine(
            signIn.accounts().signedIn(person.claims()),
            (guest, account) -> started(ctx, begun, person, account, guest))
        .thenCompose(answer -> answer);
  }

  private CompletionStage<HttpResponse> started(
      ServiceRequestContext ctx,
      LoginState begun,
      CodeOutcome.Person person,
      Account account,
      Optional<String> guest) {
    return signIn
        .sessions()
        .start(ctx, signedIn(person, account))
        .thenCompose(
            session ->
                signIn
                    .used()
                    .use(of(begun.state(), session), begun.endsAt())
                    .handle((_, _) -> welcome(begun, account, guest)));
  }

  private HttpResponse welcome(LoginState begun, Account account, Optional<String> guest) {
    guest.ifPresent(
        id -> {
          var _ = signIn.accounts().guestBecame(id, account.userId());
        });
    return SignInPages.seeOther(begun.back().value());
  }

  /** The session that a sign-in began. */
  private static String of(String state, Session session) {
    return state + ' ' + session.handle();
  }

  private static SignedIn signedIn(CodeOutcome.Person person, Account account) {
    var claims = person.claims().claims();
    return new SignedIn(
        account.userId(),
        person.roles(),
        person.claims().issuer(),
        person.claims().subject(),
        person.sid(),
        claims.getOrDefault("name", claims.getOrDefault("preferred_username", "")),
        person.tokens());
  }

  /**
   * Who went back to the sign-in of their own session is where they want to be; others are told.
   */
  private CompletionStage<HttpResponse> notUnderWay(
      ServiceRequestContext ctx, @Nullable String state) {
    return signIn
        .sessions()
        .known(ctx)
        .thenCompose(
            session ->
                state == null || session.isEmpty()
                    ? CompletableFuture.completedFuture(false)
                    : signIn.used().isUsed(of(state, session.get())))
        .handle(
            (isBack, _) -> {
              if (Boolean.TRUE.equals(isBack)) {
                return SignInPages.seeOther(ReturnAddress.START.value());
              }
              signIn.audit(ctx, NOT_UNDER_WAY);
              return signIn.pages().page(Ending.NOT_UNDER_WAY, ReturnAddress.START);
            });
  }
}
