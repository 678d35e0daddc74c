package harbor.kit.bff.session;

import harbor.kit.bff.session.RefreshOutcome.NotSent;
import harbor.kit.bff.session.RefreshOutcome.Refreshed;
import harbor.kit.bff.session.RefreshOutcome.Refused;
import harbor.kit.bff.session.RefreshOutcome.Unknown;
import harbor.kit.bff.session.Session.RefreshState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews access tokens before they end, once at a time for each session whatever the instance: the
 * session is marked before its refresh token is sent, and whoever finds the mark waits for it to
 * go. A provider ends everything when it sees a spent token, so one whose outcome nobody knows is
 * never sent again. Thread-safe.
 */
final class Refreshes {
  private static final Logger log = LoggerFactory.getLogger(Refreshes.class);

  /** So long before its end an access token is renewed. */
  private static final Duration EARLY = Duration.ofSeconds(15);

  /** What a provider that does not say it is taken to give. */
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(5);

  /** After a provider that did not take the token. */
  private static final Duration NEXT_TRY = Duration.ofSeconds(1);

  /** After which a mark is of a process that died: nobody knows what became of its token. */
  private static final Duration MARK = Sessions.MAX_REFRESH.multipliedBy(2);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

  private final Sessions sessions;
  private final TokenSource tokens;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final Map<String, CompletableFuture<Optional<Session>>> flights =
      new ConcurrentHashMap<>();

  Refreshes(
      Sessions sessions, TokenSource tokens, ScheduledExecutorService timers, InstantSource clock) {
    this.sessions = sessions;
    this.tokens = tokens;
    this.timers = timers;
    this.clock = clock;
  }

  /** The tokens, with an end of the access token. */
  Tokens dated(Tokens given) {
    Instant end = given.accessExpiresAt().orElseGet(() -> clock.instant().plus(DEFAULT_LIFETIME));
    return new Tokens(given.access(), Optional.of(end), given.refresh(), given.idToken());
  }

  /**
   * The session with an access token that is valid; empty when the session has ended. Fails when
   * nobody knows now.
   */
  CompletableFuture<Optional<Session>> fresh(Session session) {
    if (!isDue(session)) {
      return CompletableFuture.completedFuture(Optional.of(session));
    }
    if (session.refresh() instanceof RefreshState.UnderWay mark && isLost(mark)) {
      return lost(session);
    }
    boolean isValid = end(session).isAfter(clock.instant());
    boolean isTooEarly =
        session.refresh() instanceof RefreshState.Idle(Instant notBefore)
            && notBefore.isAfter(clock.instant());
    if (isTooEarly) {
      return isValid
          ? CompletableFuture.completedFuture(Optional.of(session))
          : CompletableFuture.failedFuture(CallerRefusal.unavailable());
    }
    CompletableFuture<Optional<Session>> flight = join(session.handle());
    return isValid && !flight.isDone()
        ? CompletableFuture.completedFuture(Optional.of(session))
        : flight.exceptionallyCompose(
            failure ->
                isValid
                    ? CompletableFuture.completedFuture(Optional.of(session))
                    : CompletableFuture.failedFuture(failure));
  }

  private boolean isDue(Session session) {
    return session.tokens().refresh().isPresent()
        && !end(session).isAfter(clock.instant().plus(EARLY));
  }

  private static Instant end(Session session) {
    return session.tokens().accessExpiresAt().orElse(Instant.EPOCH);
  }

  private boolean isLost(RefreshState.UnderWay mark) {
    return !mark.since().plus(MARK).isAfter(clock.instant());
  }

  private CompletableFuture<Optional<Session>> lost(Session session) {
    log.warn("session={} ends: nobody knows what became of its refresh token", session.handle());
    return sessions.ended(session, "refresh-lost").thenApply(_ -> Optional.empty());
  }

  /** The refresh of a session that is under way here, or one that begins. */
  private CompletableFuture<Optional<Session>> join(String handle) {
    CompletableFuture<Optional<Session>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<Session>> known = flights.putIfAbsent(handle, mine);
    if (known != null) {
      return known;
    }
    var _ =
        refreshed(handle)
            .whenComplete(
                (session, failure) -> {
                  flights.remove(handle);
                  complete(mine, session, failure);
                });
    return mine;
  }

  private static <T> void complete(
      CompletableFuture<T> future, T value, @Nullable Throwable failure) {
    if (failure == null) {
      future.complete(value);
    } else {
      future.completeExceptionally(failure);
    }
  }

  private CompletableFuture<Optional<Session>> refreshed(String handle) {
    String by = UUID.randomUUID().toString();
    Instant since = clock.instant();
    return sessions
        .update(handle, session -> marked(session, new RefreshState.UnderWay(by, since)))
        .exceptionallyCompose(
            // The mark may stand there all the same, and would never go: nothing was sent.
            failure ->
                settled(since, () -> unmarked(handle, by, since))
                    .thenCompose(_ -> CompletableFuture.failedFuture(failure)))
        .thenCompose(
            found -> {
              if (found.isEmpty() || !isDue(found.get())) {
                return CompletableFuture.completedFuture(found);
              }
              Session session = found.get();
              return isMarkedBy(session, by) ? sent(session, by, since) : otherIsDone(session);
            });
  }

  private Optional<Session> marked(Session session, RefreshState.UnderWay mark) {
    boolean isIdle =
        session.refresh() instanceof RefreshState.Idle(Instant notBefore)
            && !notBefore.isAfter(clock.instant());
    return isIdle && isDue(session) ? Optional.of(session.with(mark)) : Optional.empty();
  }

  private static boolean isMarkedBy(Session session, String by) {
    return session.refresh() instanceof RefreshState.UnderWay mark && mark.by().equals(by);
  }

  /** Removes the mark: the token may be sent again, a little later. */
  private CompletableFuture<Optional<Session>> unmarked(String handle, String by, Instant since) {
    return sessions.update(
        handle,
        session ->
            isMarkedBy(session, by)
                ? Optional.of(session.with(new RefreshState.Idle(since.plus(NEXT_TRY))))
                : Optional.empty());
  }

  private CompletableFuture<Optional<Session>> sent(Session session, String by, Instant since) {
    String token = session.tokens().refresh().orElseThrow();
    return CompletableFuture.completedFuture(token)
        .thenCompose(tokens::refresh)
        .exceptionally(_ -> new Unknown())
        .thenCompose(
            outcome ->
                switch (outcome) {
                  case Refreshed(Tokens given) ->
                      settled(since, () -> stored(session.handle(), by, dated(given), token));
                  case NotSent _ ->
                      settled(since, () -> unmarked(session.handle(), by, clock.instant()))
                          .thenCompose(
                              _ -> CompletableFuture.failedFuture(CallerRefusal.unavailable()));
                  case Refused _ ->
                      settled(since, () -> sessions.ended(session, "refresh-refused"))
                          .thenApply(_ -> Optional.empty());
                  case Unknown _ -> settled(since, () -> lost(session));
                });
  }

  /** Stores the new tokens; those of a session that has ended meanwhile are of no use. */
  private CompletableFuture<Optional<Session>> stored(
      String handle, String by, Tokens given, String spent) {
    return sessions
        .update(
            handle,
            session ->
                isMarkedBy(session, by)
                    ? Optional.of(
                        session.with(
                            session.tokens().updated(given),
                            session.activeAt(),
                            new RefreshState.Idle(Instant.EPOCH)))
                    : Optional.empty())
        .thenApply(
            found -> {
              if (found.isEmpty()) {
                sessions.revoke(given.refresh().orElse(spent));
              }
              return found;
            });
  }

  /** Looks again and again until the refresh of another instance has an outcome. */
  private CompletableFuture<Optional<Session>> otherIsDone(Session session) {
    if (session.refresh() instanceof RefreshState.UnderWay mark) {
      if (isLost(mark)) {
        return lost(session);
      }
      return later(() -> sessions.update(session.handle(), _ -> Optional.empty()))
          .thenCompose(
              found ->
                  found.isEmpty()
                      ? CompletableFuture.completedFuture(found)
                      : otherIsDone(found.get()));
    }
    return isDue(session) && !end(session).isAfter(clock.instant())
        ? CompletableFuture.failedFuture(CallerRefusal.unavailable())
        : CompletableFuture.completedFuture(Optional.of(session));
  }

  /** Does a step, again and again while the store does not answer and the mark is not lost. */
  private <T> CompletableFuture<T> settled(Instant since, Supplier<CompletableFuture<T>> step) {
    return step.get()
        .exceptionallyCompose(
            failure ->
                since.plus(MARK).isAfter(clock.instant())
                    ? later(() -> settled(since, step))
                    : CompletableFuture.failedFuture(failure));
  }

  private <T> CompletableFuture<T> later(Supplier<CompletableFuture<T>> step) {
    CompletableFuture<T> result = new CompletableFuture<>();
    var _ =
        timers.schedule(
            () -> {
              var _ = step.get().whenComplete((value, failure) -> complete(result, value, failure));
            },
            LOOK_AGAIN.toMillis(),
            TimeUnit.MILLISECONDS);
    return result;
  }
}
