package harbor.kit.bff.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes on on behalf of people who are signed in, and ends with their session or token: open
 * event streams. An ending that the store announces ends them at once; what ends by time is looked
 * for four times a second; and every half minute, and after an interruption, each session is looked
 * for in the store. Thread-safe.
 */
final class Endings implements SessionStore.Listener {
  private static final Logger log = LoggerFactory.getLogger(Endings.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** Between who asks is known and its stream has begun. */
  private static final Duration REMEMBERED = Duration.ofMinutes(1);

  private static final int MAX_REMEMBERED = 100_000;
  private static final String SESSION = "session:";
  private static final String PERSON = "person:";

  private final SessionStore store;
  private final Function<String, CompletionStage<Ending>> look;
  private final ScheduledExecutorService timers;
  private final InstantSource clock;
  private final AtomicBoolean hasBegun = new AtomicBoolean();
  private final Map<String, Set<Watched>> byName = new ConcurrentHashMap<>();
  private final Set<Watched> all = ConcurrentHashMap.newKeySet();
  private final Cache<String, Boolean> recent =
      Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(MAX_REMEMBERED).build();

  /** What the store says of a session. */
  sealed interface Ending {
    /** It lives, until then unless something happens. */
    record At(Instant time) implements Ending {}

    /** It has ended. */
    record Over() implements Ending {}

    /** The store does not answer. */
    record NotKnown() implements Ending {}
  }

  /** One that is watched. */
  private static final class Watched {
    private final String name;
    private final String handle;
    private final Instant latest;
    private final Runnable end;
    private volatile Instant lookAt;

    /**
     * Not over yet.
     *
     * @param name what is announced when it ends
     * @param handle of its session; empty for a bearer
     * @param latest when it ends whatever happens
     */
    Watched(String name, String handle, Instant latest, Instant lookAt, Runnable end) {
      this.name = name;
      this.handle = handle;
      this.latest = latest;
      this.lookAt = lookAt;
      this.end = end;
    }
  }

  /**
   * Over a store.
   *
   * @param look asks the store about a session
   */
  Endings(
      SessionStore store,
      Function<String, CompletionStage<Ending>> look,
      ScheduledExecutorService timers,
      InstantSource clock) {
    this.store = store;
    this.look = look;
    this.timers = timers;
    this.clock = clock;
  }

  /** Nothing is looked for before there is something to watch. */
  private void begin() {
    if (hasBegun.compareAndSet(false, true)) {
      store.listen(this);
      var _ =
          timers.scheduleAtFixedRate(
              this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Runs a task, once or twice, when this caller is not signed in any more.
   *
   * @return to be run when the task is of no use any more
   */
  Runnable watch(Identified who, Runnable end) {
    Instant now = clock.instant();
    return switch (who) {
      case Identified.Visitor _ -> () -> {};
      case Identified.BySession(Session session) ->
          watch(
              new Watched(
                  SESSION + session.handle(), session.handle(), session.endsAt(), now, end));
      case Identified.ByBearer bearer ->
          watch(
              new Watched(person(bearer.caller().id()), "", bearer.expiresAt(), Instant.MAX, end));
    };
  }

  private Runnable watch(Watched watched) {
    begin();
    all.add(watched);
    byName.compute(
        watched.name,
        (_, known) -> {
          Set<Watched> set = known == null ? ConcurrentHashMap.newKeySet() : known;
          set.add(watched);
          return set;
        });
    if (recent.getIfPresent(watched.name) != null) {
      end(watched);
    }
    return () -> forget(watched);
  }

  private void forget(Watched watched) {
    all.remove(watched);
    byName.computeIfPresent(
        watched.name,
        (_, set) -> {
          set.remove(watched);
          return set.isEmpty() ? null : set;
        });
  }

  /** A session has ended: here now, at other instances as soon as they hear it. */
  void sessionEnded(String handle) {
    tell(SESSION + handle);
  }

  /** All that goes on for a person's tokens has to end. */
  void personEnded(String userId) {
    tell(person(userId));
  }

  private static String person(String userId) {
    return PERSON + Hashes.of(userId);
  }

  private void tell(String what) {
    announced(what);
    var _ =
        store
            .announce(what)
            .exceptionally(
                failure -> {
                  log.warn("Other instances hear late that a session ended: {}", text(failure));
                  return null;
                });
  }

  private static String text(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  @Override
  public void announced(String what) {
    recent.put(what, true);
    Set<Watched> ended = byName.get(what);
    if (ended != null) {
      List.copyOf(ended).forEach(Endings::end);
    }
  }

  private static void end(Watched watched) {
    try {
      watched.end.run();
    } catch (RuntimeException bug) {
      log.warn("Something of a session that has ended goes on", bug);
    }
  }

  @Override
  public void missed() {
    all.forEach(watched -> watched.lookAt = watched.handle.isEmpty() ? Instant.MAX : Instant.EPOCH);
  }

  private void tick() {
    Instant now = clock.instant();
    for (Watched watched : all) {
      if (!watched.latest.isAfter(now)) {
        end(watched);
      } else if (!watched.lookAt.isAfter(now)) {
        watched.lookAt = now.plus(LOOK);
        look(watched, now);
      }
    }
  }

  private void look(Watched watched, Instant now) {
    var _ =
        look.apply(watched.handle)
            .thenAccept(
                ending -> {
                  switch (ending) {
                    case Ending.At(Instant time) -> {
                      if (time.isBefore(now.plus(LOOK))) {
                        watched.lookAt = time;
                      }
                    }
                    case Ending.Over _ -> end(watched);
                    case Ending.NotKnown _ -> watched.lookAt = now.plus(TICK);
                  }
                });
  }
}
