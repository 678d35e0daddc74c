package harbor.kit.bff.session;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.runtime.AuditLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Instances of a BFF's sessions over one store, with a provider and a clock in a test's hand. */
public final class TestSessions implements AutoCloseable {
  static final Duration IDLE = Duration.ofMinutes(30);
  static final Duration MAX = Duration.ofHours(12);
  static final Duration ACCESS = Duration.ofMinutes(5);
  static final String ISSUER = "https://provider.example";

  /** Browsers and, beside them, people who administrate. */
  static final Frontends FRONTENDS =
      new Frontends(
          List.of(
              Frontend.browser("web"), new Frontend("admin", Frontend.Kind.BROWSER, "/admin/")));

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T10:00:00Z"));
  final InstantSource clock = now::get;
  final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  final Provider provider = new Provider();
  final SwitchedStore store;
  final SessionSettings settings;

  /** What a test says of a provider, and what the provider was asked. */
  final class Provider implements TokenSource {
    final List<String> sent = new CopyOnWriteArrayList<>();
    final List<String> revoked = new CopyOnWriteArrayList<>();
    private final AtomicInteger answers = new AtomicInteger(1);
    private volatile Function<String, CompletionStage<RefreshOutcome>> script = _ -> next();

    /** From now on it answers so. */
    void answers(Function<String, CompletionStage<RefreshOutcome>> next) {
      script = next;
    }

    /** The same, at once. */
    void answers(RefreshOutcome outcome) {
      script = _ -> CompletableFuture.completedFuture(outcome);
    }

    /** New tokens, numbered. */
    CompletionStage<RefreshOutcome> next() {
      return CompletableFuture.completedFuture(
          new RefreshOutcome.Refreshed(tokens(answers.incrementAndGet())));
    }

    @Override
    public CompletionStage<RefreshOutcome> refresh(String refreshToken) {
      sent.add(refreshToken);
      return script.apply(refreshToken);
    }

    @Override
    public CompletionStage<Void> revoke(String refreshToken) {
      revoked.add(refreshToken);
      return CompletableFuture.completedFuture(null);
    }
  }

  TestSessions() {
    this(MemorySessionStore::new, new SessionSettings(IDLE, MAX, List.of(key(1))));
  }

  TestSessions(Function<InstantSource, SessionStore> store, SessionSettings settings) {
    this.store = new SwitchedStore(store.apply(clock));
    this.settings = settings;
  }

  static byte[] key(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return key;
  }

  Sessions instance() {
    return instance(settings);
  }

  Sessions instance(SessionSettings other) {
    return new Sessions(
        other,
        FRONTENDS,
        PublicOrigin.OF_REQUEST,
        store,
        provider,
        timers,
        clock,
        new AuditLog("test-bff"));
  }

  void passes(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** Waits until the timers' thread has done what it was given before. */
  void timersRun() {
    answer(CompletableFuture.runAsync(() -> {}, timers));
  }

  Tokens tokens(int number) {
    return new Tokens(
        "AT." + number,
        Optional.of(now.get().plus(ACCESS)),
        Optional.of("RT." + number),
        Optional.of("ID" + number));
  }

  SignedIn person(String userId) {
    return new SignedIn(
        userId,
        Set.of("admin"),
        ISSUER,
        "sub-" + userId,
        Optional.of("sid-" + userId),
        "Ann Ash",
        tokens(1));
  }

  /** A request, with this cookie unless it is empty. */
  static ServiceRequestContext request(String path, String cookie, String... further) {
    RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.GET, path);
    headers.authority("localhost:8080");
    if (!cookie.isEmpty()) {
      headers.add("cookie", cookie);
    }
    for (String header : further) {
      int colon = header.indexOf(':');
      headers.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return ServiceRequestContext.builder(HttpRequest.of(headers.build()))
        .localAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080))
        .build();
  }

  /** Signs in; the cookie as a browser sends it back. */
  String signIn(Sessions sessions, String userId) {
    ServiceRequestContext ctx = request("/auth/callback", "");
    answer(sessions.start(ctx, person(userId)));
    return cookie(ctx);
  }

  /** What a browser sends back after this answer. */
  static String cookie(ServiceRequestContext ctx) {
    Cookie cookie = Cookie.fromSetCookieHeader(setCookie(ctx));
    return Objects.requireNonNull(cookie).name() + "=" + cookie.value();
  }

  static String setCookie(ServiceRequestContext ctx) {
    return ctx.additionalResponseHeaders().get("set-cookie", "");
  }

  Optional<Session> find(Sessions sessions, String cookie) {
    return answer(sessions.find(request("/web/cart", cookie)));
  }

  /** The same, of a request by which the person does something. */
  static CompletionStage<Optional<Session>> active(Sessions sessions, String cookie) {
    return sessions
        .find(request("/web/cart", cookie))
        .thenApply(
            found -> {
              found.ifPresent(sessions::touch);
              return found;
            });
  }

  static <T> T answer(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
