package harbor.kit.bff.edge;

import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.Frontends;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.session.MemorySessionStore;
import harbor.kit.bff.session.PeoplesTokens;
import harbor.kit.bff.session.PublicOrigin;
import harbor.kit.bff.session.RedisSessionStore;
import harbor.kit.bff.session.SessionCallers;
import harbor.kit.bff.session.SessionSettings;
import harbor.kit.bff.session.SessionStore;
import harbor.kit.bff.session.Sessions;
import harbor.kit.bff.signin.Sealing;
import harbor.kit.bff.signin.SignIn;
import harbor.kit.bff.signin.UsedOnce;
import harbor.kit.bff.signin.provider.OpenIdProvider;
import harbor.kit.bff.signin.provider.ProviderSettings;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.AuditLog;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a BFF knows of callers, opened from its declaration.
 *
 * @param sessions those of its frontends
 * @param provider what sessions and bearers need of whoever signs people in
 * @param openId who signs people in; empty where nobody can
 * @param csrf checks its changes
 * @param origin what browsers call it
 * @param used what is good for one time
 * @param sealing seals what browsers hold
 * @param people tokens of whoever is signed in; empty where nothing is asked for with them
 */
record SignInParts(
    Sessions sessions,
    IdentityProvider provider,
    Optional<OpenIdProvider> openId,
    Csrf csrf,
    PublicOrigin origin,
    UsedOnce used,
    Sealing sealing,
    Optional<PeoplesTokens> people) {
  private static final Logger log = LoggerFactory.getLogger(SignInParts.class);

  /** Of one command: a request that waits for the store is answered within 300 ms. */
  private static final Duration STORE_TIMEOUT = Duration.ofMillis(150);

  /** At all paths of a BFF that says nothing of frontends. */
  private static final Frontend DEFAULT = Frontend.app("app");

  /**
   * Opens it.
   *
   * @param redis the one of the process; without it, or without keys, each has its own sessions
   */
  static SignInParts open(
      String bff,
      SignInDeclaration declared,
      Environment environment,
      PublicOrigin origin,
      Optional<Redis> redis,
      EventLoopGroup loops,
      InstantSource clock,
      Parts parts) {
    return of(bff, declared, environment, origin, redis, loops, loops.next(), clock, parts);
  }

  /** Of a BFF of which only the settings are wanted: nothing is opened. */
  static SignInParts ofSettings(
      String bff, SignInDeclaration declared, Environment environment, InstantSource clock) {
    return of(
        bff,
        declared,
        environment,
        PublicOrigin.OF_REQUEST,
        Optional.empty(),
        null,
        GlobalEventExecutor.INSTANCE,
        clock,
        new Parts());
  }

  private static SignInParts of(
      String bff,
      SignInDeclaration declared,
      Environment environment,
      PublicOrigin origin,
      Optional<Redis> redis,
      @Nullable EventLoopGroup loops,
      ScheduledExecutorService timers,
      InstantSource clock,
      Parts parts) {
    List<Frontend> frontends =
        declared.frontends().isEmpty() ? List.of(DEFAULT) : declared.frontends();
    Frontends all = new Frontends(frontends);
    SessionSettings settings = SessionSettings.from(environment);
    Optional<ProviderSettings> named = declared.providerOf(environment);
    Optional<OpenIdProvider> openId =
        loops == null
            ? Optional.empty()
            : named.map(
                one -> parts.add("identity provider", OpenIdProvider.open(one, loops, clock)));
    IdentityProvider provider =
        openId
            .map(OpenIdProvider::identities)
            .orElseGet(() -> declared.provider().apply(environment));
    Optional<Redis> shared =
        declared.frontends().isEmpty() ? Optional.empty() : shared(bff, settings, redis);
    Sessions sessions =
        new Sessions(
            settings,
            all,
            origin,
            shared
                .<SessionStore>map(one -> new RedisSessionStore(one, bff, clock))
                .orElseGet(() -> new MemorySessionStore(clock)),
            provider.tokens(),
            timers,
            clock,
            new AuditLog(bff));
    return new SignInParts(
        sessions,
        provider,
        openId,
        new Csrf(all, origin),
        origin,
        shared
            .map(one -> UsedOnce.in(one, "harbor:" + bff + ":used:", clock))
            .orElseGet(() -> UsedOnce.inMemory(clock)),
        new Sealing(settings.keys()),
        IdentitySettings.from(environment).isExchanging()
            ? Optional.of(new PeoplesTokens(sessions, clock))
            : Optional.empty());
  }

  /** Where several instances share sessions; empty where each has its own. */
  private static Optional<Redis> shared(
      String bff, SessionSettings settings, Optional<Redis> redis) {
    if (redis.isPresent() && settings.keys().isEmpty()) {
      log.warn(
          "{} keeps its sessions in its own memory, not in Redis: HARBOR_SESSION_KEYS is not set",
          bff);
    }
    return redis.filter(_ -> !settings.keys().isEmpty()).map(one -> one.within(STORE_TIMEOUT));
  }

  /** Who knows the callers: sessions and bearers where they are declared, otherwise guests. */
  Callers callers(SignInDeclaration declared, Callers guests, Accounts accounts) {
    if (declared.frontends().isEmpty() && !declared.takesBearers()) {
      return guests;
    }
    return new SessionCallers(
        sessions,
        declared.takesBearers() ? Optional.of(provider.bearers()) : Optional.empty(),
        accounts,
        guests,
        people);
  }

  /** The tokens with which the BFF calls core services; of people, the provider's where set. */
  ServiceTokens callingForPeople(ServiceTokens own) {
    return people
        .flatMap(known -> openId.map(open -> own.withPeople(open.exchanged(known))))
        .orElse(own);
  }

  /** Adds what stands at {@code /auth/*} of each frontend at which people sign in. */
  void add(
      Routes to,
      SignInDeclaration declared,
      Callers guests,
      Callers callers,
      Accounts accounts,
      Answers answers,
      InstantSource clock) {
    if (declared.accounts().isEmpty()) {
      return;
    }
    for (Frontend frontend : declared.frontends()) {
      Optional<SignIn> signIn =
          openId.map(
              open ->
                  new SignIn(
                      frontend, origin, open, sessions, accounts, csrf, guests, callers, used,
                      sealing, answers, clock));
      signIn
          .map(SignIn::services)
          .orElseGet(() -> SignIn.off(frontend, answers))
          .forEach(
              (path, methods) ->
                  to.service(
                      path, new PathService(methods, answers), SignIn.limit(frontend, path)));
      if (frontend.paths().equals("/")) {
        signIn.ifPresent(one -> to.visitors(one::visitor));
      }
    }
  }
}
