package harbor.kit.bff.edge;

import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.RedisSettings;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.Frontends;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.session.MemorySessionStore;
import harbor.kit.bff.session.PublicOrigin;
import harbor.kit.bff.session.RedisSessionStore;
import harbor.kit.bff.session.SessionCallers;
import harbor.kit.bff.session.SessionSettings;
import harbor.kit.bff.session.SessionStore;
import harbor.kit.bff.session.Sessions;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a BFF knows of callers, opened from its declaration.
 *
 * @param sessions those of its frontends
 * @param provider who signs people in
 * @param csrf checks its changes
 */
record SignInParts(Sessions sessions, IdentityProvider provider, Csrf csrf) {
  private static final Logger log = LoggerFactory.getLogger(SignInParts.class);

  /** Of one command: a request that waits for the store is answered within 300 ms. */
  private static final Duration REDIS_TIMEOUT = Duration.ofMillis(150);

  /** At all paths of a BFF that says nothing of frontends. */
  private static final Frontend DEFAULT = Frontend.app("app");

  /** Opens it. */
  static SignInParts open(
      String bff,
      SignInDeclaration declared,
      Environment environment,
      ScheduledExecutorService timers,
      InstantSource clock,
      Parts parts) {
    return of(
        bff,
        declared,
        environment,
        timers,
        clock,
        settings ->
            declared.frontends().isEmpty()
                ? new MemorySessionStore(clock)
                : store(bff, settings, environment, clock, parts));
  }

  /** Of a BFF of which only the settings are wanted: nothing is opened. */
  static SignInParts ofSettings(
      String bff, SignInDeclaration declared, Environment environment, InstantSource clock) {
    return of(
        bff,
        declared,
        environment,
        GlobalEventExecutor.INSTANCE,
        clock,
        _ -> new MemorySessionStore(clock));
  }

  private static SignInParts of(
      String bff,
      SignInDeclaration declared,
      Environment environment,
      ScheduledExecutorService timers,
      InstantSource clock,
      Function<SessionSettings, SessionStore> store) {
    List<Frontend> frontends =
        declared.frontends().isEmpty() ? List.of(DEFAULT) : declared.frontends();
    Frontends all = new Frontends(frontends);
    PublicOrigin origin =
        declared.frontends().isEmpty()
            ? PublicOrigin.OF_REQUEST
            : PublicOrigin.from(environment, bff);
    SessionSettings settings = SessionSettings.from(environment);
    IdentityProvider provider = declared.provider().apply(environment);
    Sessions sessions =
        new Sessions(
            settings, all, origin, store.apply(settings), provider.tokens(), timers, clock);
    return new SignInParts(sessions, provider, new Csrf(all, origin));
  }

  private static SessionStore store(
      String bff,
      SessionSettings settings,
      Environment environment,
      InstantSource clock,
      Parts parts) {
    Optional<RedisSettings> redis = RedisSettings.from(environment);
    if (redis.isPresent() && settings.keys().isEmpty()) {
      log.warn(
          "{} keeps its sessions in its own memory, not in Redis: HARBOR_SESSION_KEYS is not set",
          bff);
    }
    return redis
        .filter(_ -> !settings.keys().isEmpty())
        .<SessionStore>map(
            one ->
                new RedisSessionStore(
                    parts.add("redis of sessions", Redis.open(one, REDIS_TIMEOUT)), bff, clock))
        .orElseGet(() -> new MemorySessionStore(clock));
  }

  /** Who knows the callers: sessions and bearers where they are declared, otherwise guests. */
  Callers callers(SignInDeclaration declared, Callers guests, Kit kit) {
    Optional<Accounts> accounts = declared.accounts().map(made -> made.apply(kit));
    if (declared.frontends().isEmpty() && !declared.takesBearers()) {
      return guests;
    }
    return new SessionCallers(
        sessions,
        declared.takesBearers() ? Optional.of(provider.bearers()) : Optional.empty(),
        accounts.orElse(Accounts.NONE),
        guests);
  }
}
