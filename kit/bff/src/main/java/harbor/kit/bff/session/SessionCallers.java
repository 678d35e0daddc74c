package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Knows callers by their session's cookie, otherwise by a bearer token, otherwise as guests. A
 * guest who turns out to be a user is told to the shop. Thread-safe.
 */
public final class SessionCallers implements Callers {
  /** Within which the shop is not told again that a guest is the same user. */
  private static final Duration TOLD = Duration.ofMinutes(1);

  private static final int MAX_TOLD = 10_000;

  private final Sessions sessions;
  private final Optional<BearerTokens> bearers;
  private final Accounts accounts;
  private final Callers guests;
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder().expireAfterWrite(TOLD).maximumSize(MAX_TOLD).build();

  /**
   * In this order.
   *
   * @param bearers empty where a bearer token is nobody's
   */
  public SessionCallers(
      Sessions sessions, Optional<BearerTokens> bearers, Accounts accounts, Callers guests) {
    this.sessions = sessions;
    this.bearers = bearers;
    this.accounts = accounts;
    this.guests = guests;
  }

  @Override
  public CompletionStage<Identified> of(ServiceRequestContext ctx) {
    return identified(ctx, sessions::active);
  }

  @Override
  public CompletionStage<Identified> unattended(ServiceRequestContext ctx) {
    return identified(ctx, sessions::find);
  }

  @Override
  public Caller newcomer(ServiceRequestContext ctx) {
    return guests.newcomer(ctx);
  }

  private CompletionStage<Identified> identified(
      ServiceRequestContext ctx,
      Function<ServiceRequestContext, CompletionStage<Optional<Session>>> found) {
    if (!ctx.request().headers().contains(HttpHeaderNames.COOKIE)) {
      return withoutSession(ctx);
    }
    return found
        .apply(ctx)
        .thenCompose(
            session ->
                session.isPresent()
                    ? user(ctx, new Identified.BySession(session.get()))
                    : withoutSession(ctx));
  }

  private CompletionStage<Identified> withoutSession(ServiceRequestContext ctx) {
    Optional<String> token = Bearer.of(ctx.request().headers());
    if (bearers.isEmpty() || token.isEmpty()) {
      return guests.of(ctx);
    }
    return bearers
        .get()
        .check(token.get())
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case BearerOutcome.Valid valid -> bearer(ctx, valid);
                  case BearerOutcome.Invalid _ -> refused(CallerRefusal.notSignedIn());
                  case BearerOutcome.Unavailable _ -> refused(CallerRefusal.unavailable());
                });
  }

  private CompletionStage<Identified> bearer(ServiceRequestContext ctx, BearerOutcome.Valid valid) {
    return accounts
        .of(valid.issuer(), valid.subject())
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(CallerRefusal.unavailable()))
        .thenCompose(
            account ->
                account.isEmpty()
                    ? refused(CallerRefusal.notSignedIn())
                    : user(
                        ctx,
                        new Identified.ByBearer(
                            Caller.user(account.get().userId(), valid.roles()),
                            valid.expiresAt())));
  }

  private static CompletionStage<Identified> refused(CallerRefusal refusal) {
    return CompletableFuture.failedFuture(refusal);
  }

  /** What a request says of a guest besides is who the user was before. */
  private CompletionStage<Identified> user(ServiceRequestContext ctx, Identified user) {
    return guests
        .of(ctx)
        .thenApply(
            guest -> {
              String guestId = guest.caller().id();
              if (!guestId.isEmpty()
                  && told.asMap().putIfAbsent(guestId + " " + user.caller().id(), true) == null) {
                accounts.guestBecame(guestId, user.caller().id());
              }
              return user;
            });
  }
}
