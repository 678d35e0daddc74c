package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Knows callers by their session's cookie, otherwise by a bearer token, otherwise as guests. A
 * guest who turns out to be a user is told to the shop. Each request is looked up once, whoever
 * asks for its caller and how often. Thread-safe.
 */
public final class SessionCallers implements Callers {
  /** Within which the shop is not told again that a guest is the same user. */
  private static final Duration TOLD = Duration.ofMinutes(1);

  private static final int MAX_TOLD = 10_000;

  private static final AttributeKey<@Nullable CompletionStage<Identified>> FOUND =
      AttributeKey.valueOf(SessionCallers.class, "FOUND");

  private final Sessions sessions;
  private final Optional<BearerTokens> bearers;
  private final Accounts accounts;
  private final Callers guests;
  private final Optional<PeoplesTokens> tokens;
  private final Cache<String, Boolean> told =
      Caffeine.newBuilder().expireAfterWrite(TOLD).maximumSize(MAX_TOLD).build();

  /**
   * In this order.
   *
   * @param bearers empty where a bearer token is nobody's
   * @param tokens is told of bearer tokens; empty where nothing is asked for with them
   */
  public SessionCallers(
      Sessions sessions,
      Optional<BearerTokens> bearers,
      Accounts accounts,
      Callers guests,
      Optional<PeoplesTokens> tokens) {
    this.sessions = sessions;
    this.bearers = bearers;
    this.accounts = accounts;
    this.guests = guests;
    this.tokens = tokens;
  }

  @Override
  public CompletionStage<Identified> of(ServiceRequestContext ctx) {
    return unattended(ctx)
        .thenApply(
            who -> {
              if (who instanceof Identified.BySession(Session session)) {
                sessions.touch(session);
              }
              return who;
            });
  }

  @Override
  public CompletionStage<Identified> unattended(ServiceRequestContext ctx) {
    CompletionStage<Identified> before = ctx.attr(FOUND);
    if (before != null) {
      return before;
    }
    CompletionStage<Identified> found = identified(ctx);
    ctx.setAttr(FOUND, found);
    return found;
  }

  @Override
  public Caller newcomer(ServiceRequestContext ctx) {
    return guests.newcomer(ctx);
  }

  private CompletionStage<Identified> identified(ServiceRequestContext ctx) {
    if (!ctx.request().headers().contains(HttpHeaderNames.COOKIE)) {
      return withoutSession(ctx);
    }
    return sessions
        .find(ctx)
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
                  case BearerOutcome.Valid valid -> bearer(ctx, token.get(), valid);
                  case BearerOutcome.Invalid _ -> refused(CallerRefusal.notSignedIn());
                  case BearerOutcome.Unavailable _ -> refused(CallerRefusal.unavailable());
                });
  }

  private CompletionStage<Identified> bearer(
      ServiceRequestContext ctx, String token, BearerOutcome.Valid valid) {
    return accounts
        .of(valid.issuer(), valid.subject())
        .exceptionallyCompose(_ -> CompletableFuture.failedFuture(CallerRefusal.unavailable()))
        .thenCompose(
            account -> {
              if (account.isEmpty()) {
                return refused(CallerRefusal.notSignedIn());
              }
              String userId = account.get().userId();
              tokens.ifPresent(known -> known.bearer(userId, token, valid.expiresAt()));
              return user(
                  ctx,
                  new Identified.ByBearer(Caller.user(userId, valid.roles()), valid.expiresAt()));
            });
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
              if (!guestId.isEmpty()) {
                tell(guestId, user.caller().id());
              }
              return user;
            });
  }

  /** Once in a while; again with the next request where it was not done. */
  private void tell(String guestId, String userId) {
    String pair = guestId + " " + userId;
    if (told.asMap().putIfAbsent(pair, true) == null) {
      var _ =
          accounts
              .guestBecame(guestId, userId)
              .thenAccept(
                  isDone -> {
                    if (!isDone) {
                      told.invalidate(pair);
                    }
                  });
    }
  }
}
