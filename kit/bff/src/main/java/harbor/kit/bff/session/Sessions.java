package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.ByteString;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.session.Endings.Ending;
import harbor.kit.bff.session.Session.RefreshState;
import harbor.kit.bff.session.SessionStore.Entry;
import harbor.kit.bff.session.SessionStore.Stored;
import harbor.kit.runtime.AuditLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of a BFF, by the cookies of its frontends. What it answers fails with a {@link
 * CallerRefusal} where the store or the provider does not answer; never is that taken for nobody.
 * Thread-safe.
 */
public final class Sessions {
  /** A refresh takes no longer; after that its outcome is unknown. */
  public static final Duration MAX_REFRESH = Duration.ofSeconds(30);

  /** A request waits no longer for a refresh. */
  static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private static final Logger log = LoggerFactory.getLogger(Sessions.class);

  /** Between two times that a session's last activity is written. */
  private static final Duration ACTIVITY = Duration.ofMinutes(1);

  private static final int MAX_TRIES = 32;
  private static final Duration UNREADABLE_AGAIN = Duration.ofMinutes(10);
  private static final int MAX_UNREADABLE = 10_000;

  private final SessionSettings settings;
  private final SessionStore store;
  private final TokenSource tokens;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final AuditLog audit;
  private final Frontends frontends;
  private final SessionCookie cookie;
  private final SessionCodec codec;
  private final Refreshes refreshes;
  private final Endings endings;
  private final AccountChecks checks;
  private final Cache<String, Boolean> unreadable =
      Caffeine.newBuilder().expireAfterWrite(UNREADABLE_AGAIN).maximumSize(MAX_UNREADABLE).build();

  /** A session, and the version that the store has of it. */
  private record Known(Session session, long version) {}

  /**
   * Over a store and a provider.
   *
   * @param timers for what is looked at again later
   * @param audit has a line of each session that begins, and of each that somebody ends
   */
  public Sessions(
      SessionSettings settings,
      Frontends frontends,
      PublicOrigin origin,
      SessionStore store,
      TokenSource tokens,
      ScheduledExecutorService timers,
      InstantSource clock,
      AuditLog audit) {
    this.audit = audit;
    this.settings = settings;
    this.store = store;
    this.tokens = tokens;
    this.timers = timers;
    this.clock = clock;
    this.frontends = frontends;
    this.cookie = new SessionCookie(origin);
    this.codec = new SessionCodec(settings.keys());
    this.refreshes = new Refreshes(this, tokens, timers, clock);
    this.endings = new Endings(store, this::ending, timers, clock);
    this.checks = new AccountChecks(session -> ended(session, "no-account"), clock);
  }

  /** Shows how many there are, from now on. */
  public void measure(MeterRegistry metrics) {
    new LivingSessions(store).measure(metrics, timers);
  }

  /** From now on a session that is used ends when its person's account is not among these. */
  public void check(Accounts accounts) {
    checks.ask(accounts);
  }

  /** Accounts may have gone unheard: each session is checked when it is used next. */
  public void checkAgain() {
    checks.repeat();
  }

  /**
   * The session of the request's cookie, with an access token that is valid; empty for nobody. Does
   * not count as something that the person does, and does not wait for what becomes of a check.
   */
  public CompletionStage<Optional<Session>> find(ServiceRequestContext ctx) {
    return known(ctx)
        .thenCompose(
            known -> {
              if (known.isEmpty()) {
                return CompletableFuture.completedFuture(known);
              }
              // Not in the request's name: neither its trace nor its time is that of the check.
              timers.execute(
                  () -> {
                    var _ = checks.goesOn(known.get());
                  });
              return fresh(ctx, known.get());
            });
  }

  /** The session of the request's cookie, as {@link #known}, once it is checked. */
  public CompletionStage<Optional<Session>> checked(ServiceRequestContext ctx) {
    return known(ctx).thenCompose(this::checked);
  }

  private CompletionStage<Optional<Session>> checked(Optional<Session> session) {
    return session
        .map(one -> checks.goesOn(one).thenApply(goesOn -> session.filter(_ -> goesOn)))
        .orElse(CompletableFuture.completedFuture(session));
  }

  /**
   * The session of the request's cookie, whatever became of its access token; empty for nobody. For
   * what must work while the provider is down.
   */
  public CompletionStage<Optional<Session>> known(ServiceRequestContext ctx) {
    Frontend frontend = frontends.of(ctx);
    return cookie
        .read(ctx, frontend)
        .map(id -> living(Hashes.of(id)))
        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()))
        .thenApply(found -> found.filter(session -> session.frontend().equals(frontend.name())));
  }

  private CompletionStage<Optional<Session>> fresh(ServiceRequestContext ctx, Session session) {
    CompletableFuture<Optional<Session>> fresh = refreshes.fresh(session);
    if (!fresh.isDone()) {
      ctx.setRequestTimeout(TimeoutMode.EXTEND, MAX_WAIT);
      fresh = fresh.copy().orTimeout(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
    return fresh.handle(
        (found, failure) -> {
          if (failure != null) {
            throw CallerRefusal.unavailable();
          }
          if (found.isEmpty()) {
            cookie.take(ctx, frontends.of(ctx));
            throw CallerRefusal.notSignedIn();
          }
          return found;
        });
  }

  /** The person of a session does something. */
  void touch(Session session) {
    if (!isActivityDue(session)) {
      return;
    }
    var _ =
        update(
                session.handle(),
                known ->
                    isActivityDue(known)
                        ? Optional.of(known.with(known.tokens(), clock.instant(), known.refresh()))
                        : Optional.empty())
            .exceptionally(
                failure -> {
                  log.debug("session={} its activity was not noted", session.handle(), failure);
                  return Optional.empty();
                });
  }

  private boolean isActivityDue(Session session) {
    return !session.activeAt().plus(ACTIVITY).isAfter(clock.instant());
  }

  /**
   * Begins a session: the answer carries the cookie with a new id. The session that the browser had
   * ends, whoever's it was.
   */
  public CompletionStage<Session> start(ServiceRequestContext ctx, SignedIn who) {
    Frontend frontend = frontends.of(ctx);
    String id = SessionCookie.newId();
    Instant now = clock.instant();
    Session session =
        new Session(
            Hashes.of(id),
            frontend.name(),
            who.userId(),
            who.roles(),
            who.issuer(),
            who.subject(),
            who.sid(),
            who.displayName(),
            SessionCookie.newId(),
            refreshes.dated(who.tokens()),
            now,
            now,
            now.plus(settings.max()),
            new RefreshState.Idle(Instant.EPOCH));
    return knownOrUnavailable(
        endOfCookie(ctx, frontend, "replaced")
            .thenCompose(_ -> store.put(entry(session), 0))
            .thenApply(
                isPut -> {
                  if (!isPut) {
                    throw new IllegalStateException("The store does not take a new session");
                  }
                  cookie.give(ctx, frontend, id);
                  checks.isThere(session);
                  audit.signIn(session.caller().hash(), session.handle()).write();
                  return session;
                }));
  }

  /**
   * Ends the session of the request's cookie, and takes the cookie back; the session that it was,
   * or empty.
   */
  public CompletionStage<Optional<Session>> end(ServiceRequestContext ctx) {
    Frontend frontend = frontends.of(ctx);
    return knownOrUnavailable(
        endOfCookie(ctx, frontend, "sign-out")
            .thenApply(
                ended -> {
                  cookie.take(ctx, frontend);
                  return ended;
                }));
  }

  private CompletableFuture<Optional<Session>> endOfCookie(
      ServiceRequestContext ctx, Frontend frontend, String how) {
    Optional<String> id = cookie.read(ctx, frontend);
    if (id.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    return current(Hashes.of(id.get()))
        .thenCompose(
            known ->
                known.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.<Session>empty())
                    : ended(known.get().session(), how)
                        .thenApply(_ -> Optional.of(known.get().session())));
  }

  /** Ends all sessions of a provider's session; how many. */
  public CompletionStage<Integer> endOfProviderSession(String issuer, String sid) {
    return endOfGroup(providerGroup(issuer, sid), "back-channel");
  }

  /** Ends all sessions of a person, and what goes on for their tokens; how many sessions. */
  public CompletionStage<Integer> endOfPerson(String userId) {
    endings.personEnded(userId);
    return endOfGroup(personGroup(userId), "all-of-person");
  }

  private CompletionStage<Integer> endOfGroup(String group, String how) {
    return knownOrUnavailable(
        living(group, _ -> true)
            .thenCompose(
                sessions ->
                    CompletableFuture.allOf(
                            sessions.stream()
                                .map(session -> ended(session, how))
                                .toArray(CompletableFuture[]::new))
                        .thenApply(_ -> sessions.size())));
  }

  /** The sessions of a person, the newest first. */
  public CompletionStage<List<SessionSummary>> of(String userId) {
    return knownOrUnavailable(
        living(personGroup(userId), session -> session.userId().equals(userId))
            .thenApply(
                sessions ->
                    sessions.stream()
                        .sorted(Comparator.comparing(Session::createdAt).reversed())
                        .map(
                            session ->
                                new SessionSummary(
                                    session.handle(),
                                    session.frontend(),
                                    session.createdAt(),
                                    session.activeAt(),
                                    session.endsAt()))
                        .toList()));
  }

  /**
   * An access token of a person that is valid, of the session in which they did something last;
   * empty when they have none.
   */
  CompletionStage<Optional<String>> accessToken(String userId) {
    return knownOrUnavailable(
        living(personGroup(userId), session -> session.userId().equals(userId))
            .thenCompose(
                sessions ->
                    sessions.stream()
                        .max(Comparator.comparing(Session::activeAt))
                        .map(refreshes::fresh)
                        .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty())))
            .thenApply(fresh -> fresh.map(session -> session.tokens().access())));
  }

  /** Ends a session of a person; false when they have none with this handle. */
  public CompletionStage<Boolean> endOwn(String userId, String handle) {
    return knownOrUnavailable(
        current(handle)
            .thenCompose(
                known ->
                    known.filter(one -> one.session().userId().equals(userId)).isEmpty()
                        ? CompletableFuture.completedFuture(false)
                        : ended(known.get().session(), "own-list").thenApply(_ -> true)));
  }

  /**
   * Runs a task when whoever asks is not signed in any more; the task may run twice, and on any
   * thread.
   *
   * @return to be run when the task is of no use any more
   */
  public Runnable whenEnded(Identified who, Runnable task) {
    return endings.watch(who, task);
  }

  /**
   * Ends a session: nothing slower can bring it back. Its refresh token is revoked, unless it has
   * been sent already: whoever sent it revokes what came of it.
   *
   * @param how for the audit log, which has a line of who was first
   */
  CompletableFuture<Void> ended(Session session, String how) {
    return store
        .remove(session.handle(), groups(session))
        .thenAccept(
            last -> {
              endings.sessionEnded(session.handle());
              if (last.isPresent()) {
                audit.signOut(session.caller().hash(), session.handle(), how).write();
              }
              last.flatMap(stored -> read(session.handle(), stored))
                  .map(Known::session)
                  .filter(known -> known.refresh() instanceof RefreshState.Idle)
                  .flatMap(known -> known.tokens().refresh())
                  .ifPresent(this::revoke);
            });
  }

  void revoke(String refreshToken) {
    var _ =
        CompletableFuture.completedFuture(refreshToken)
            .thenCompose(tokens::revoke)
            .exceptionally(
                failure -> {
                  log.warn("A refresh token was not revoked: {}", failure.getClass().getName());
                  return null;
                });
  }

  /**
   * Changes a session, as often as somebody else was faster.
   *
   * @param change empty leaves it as it is
   * @return as it is now; empty when there is none any more
   */
  CompletableFuture<Optional<Session>> update(
      String handle, Function<Session, Optional<Session>> change) {
    return update(handle, change, MAX_TRIES);
  }

  private CompletableFuture<Optional<Session>> update(
      String handle, Function<Session, Optional<Session>> change, int triesLeft) {
    return current(handle)
        .thenCompose(
            known -> {
              if (known.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
              }
              Optional<Session> changed = change.apply(known.get().session());
              if (changed.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.of(known.get().session()));
              }
              return store
                  .put(entry(changed.get()), known.get().version())
                  .thenCompose(
                      isPut -> {
                        if (isPut) {
                          return CompletableFuture.completedFuture(changed);
                        }
                        if (triesLeft == 0) {
                          throw new IllegalStateException("Somebody else was always faster");
                        }
                        return update(handle, change, triesLeft - 1);
                      });
            });
  }

  /** A session that is living; fails as unavailable. */
  private CompletionStage<Optional<Session>> living(String handle) {
    return knownOrUnavailable(current(handle).thenApply(known -> known.map(Known::session)));
  }

  private CompletableFuture<List<Session>> living(
      String group, Function<Session, Boolean> isWanted) {
    return store
        .group(group)
        .thenCompose(
            handles -> {
              List<CompletableFuture<Optional<Known>>> all =
                  handles.stream().map(this::current).toList();
              return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                  .thenApply(
                      _ -> {
                        List<Session> living = new ArrayList<>();
                        all.forEach(
                            one ->
                                one.join()
                                    .map(Known::session)
                                    .filter(isWanted::apply)
                                    .ifPresent(living::add));
                        return living;
                      });
            });
  }

  private CompletableFuture<Optional<Known>> current(String handle) {
    return store.find(handle).thenApply(stored -> stored.flatMap(one -> read(handle, one)));
  }

  private Optional<Known> read(String handle, Stored stored) {
    return switch (codec.read(handle, stored.bytes().toByteArray())) {
      case SessionCodec.Read.Opened(Session session) ->
          session.endsAt(settings.idle()).isAfter(clock.instant())
              ? Optional.of(new Known(session, stored.version()))
              : Optional.empty();
      case SessionCodec.Read.Unreadable(String why) -> {
        if (unreadable.asMap().putIfAbsent(handle, true) == null) {
          log.warn("session={} cannot be read ({}): it counts as nobody", handle, why);
        }
        yield Optional.empty();
      }
    };
  }

  private CompletionStage<Ending> ending(String handle) {
    return current(handle)
        .thenCompose(known -> checked(known.map(Known::session)))
        .handle(
            (found, failure) ->
                failure != null
                    ? new Ending.NotKnown()
                    : found
                        .<Ending>map(session -> new Ending.At(session.endsAt(settings.idle())))
                        .orElseGet(Ending.Over::new));
  }

  private Entry entry(Session session) {
    return new Entry(
        session.handle(),
        ByteString.copyFrom(codec.write(session)),
        groups(session),
        session.endsAt(settings.idle()));
  }

  private static List<String> groups(Session session) {
    List<String> groups = new ArrayList<>();
    groups.add(personGroup(session.userId()));
    session.sid().ifPresent(sid -> groups.add(providerGroup(session.issuer(), sid)));
    return groups;
  }

  private static String personGroup(String userId) {
    return "person:" + Hashes.of(userId);
  }

  private static String providerGroup(String issuer, String sid) {
    return "sid:" + Hashes.of(issuer, sid);
  }

  private static <T> CompletionStage<T> knownOrUnavailable(CompletableFuture<T> answer) {
    return answer.exceptionally(
        failure -> {
          log.debug("The store of sessions does not answer", failure);
          throw new CompletionException(CallerRefusal.unavailable());
        });
  }
}
