package harbor.kit.bff.edge;

import static java.time.Duration.ofSeconds;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.BearerOutcome;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.bff.session.IdentityProvider;
import harbor.kit.bff.session.OwnSessions;
import harbor.kit.bff.session.RefreshOutcome;
import harbor.kit.bff.session.SessionSummary;
import harbor.kit.bff.session.SignedIn;
import harbor.kit.bff.session.TokenSource;
import harbor.kit.bff.session.Tokens;
import harbor.kit.client.Caller;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A BFF at which people sign in by saying who they are ({@code /auth/login?user=}), with screens
 * that show who asks: {@code /catalogue} for everybody, {@code /cart} for callers, {@code /account}
 * for users, and a change of each method at {@code /changes}; {@code /stream} tells users of a
 * thing. A bearer token is {@code valid:<user>}, {@code brief:<user>} in the first five minutes,
 * {@code unavailable} or anything else.
 */
final class SignedInBff implements AutoCloseable {
  static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  /** How long a {@code brief} token is good for. */
  static final Duration BRIEF = Duration.ofMinutes(5);

  private static final Tokens TOKENS =
      new Tokens("AT", Optional.empty(), Optional.of("RT"), Optional.empty());

  /** What the provider makes of every refresh token. */
  volatile RefreshOutcome refreshed = new RefreshOutcome.Refreshed(TOKENS);

  /** What {@code /stream} tells of. */
  final LiveThing thing = new LiveThing();

  /** The guests that turned out to be users. */
  final List<String> became = new CopyOnWriteArrayList<>();

  private final Telemetry telemetry =
      Telemetry.recording("signed-in-bff", InMemorySpanExporter.create());
  private final InstantSource clock;
  private final Instant briefEnd;
  private final BffProcess.Running running;
  private final WebClient client;

  /** One of this kind; with sessions in Redis unless there is no URL of it. */
  SignedInBff(Frontend frontend, String redisUrl) {
    this(
        frontend,
        redisUrl.isEmpty()
            ? Map.of()
            : Map.of("HARBOR_REDIS_URL", redisUrl, "HARBOR_SESSION_KEYS", KEY));
  }

  /** One of this kind with these settings. */
  SignedInBff(Frontend frontend, Map<String, String> settings) {
    this(frontend, settings, InstantSource.system());
  }

  /** The same by a clock that a test has. */
  SignedInBff(Frontend frontend, Map<String, String> settings, InstantSource clock) {
    this.clock = clock;
    briefEnd = clock.instant().plus(BRIEF);
    running =
        Bff.named("signed-in-bff")
            .port(0)
            .errorTable("/harbor/kit/bff/test-errors.tsv")
            .errors(new Errors())
            .guests(Guests.byCookie("guest"))
            .signIn(frontend, _ -> new ShopAccounts())
            .provider(_ -> new IdentityProvider(new Provider(), this::check))
            .requestTime(ofSeconds(30))
            .routes(this::routes)
            .start(Environment.of(settings), telemetry, UnaryOperator.identity(), clock);
    client =
        WebClient.builder("h2c://127.0.0.1:" + running.port())
            .responseTimeout(Duration.ZERO)
            .build();
  }

  private CompletionStage<BearerOutcome> check(String token) {
    return CompletableFuture.supplyAsync(
        () -> {
          if (token.equals("unavailable")) {
            return new BearerOutcome.Unavailable();
          }
          Instant end = token.startsWith("brief:") ? briefEnd : Instant.MAX;
          return token.matches("(valid|brief):.*") && clock.instant().isBefore(end)
              ? new BearerOutcome.Valid(
                  "issuer", token.substring("valid:".length()), Set.of("buyer"), end)
              : new BearerOutcome.Invalid();
        });
  }

  private final class Provider implements TokenSource {
    @Override
    public CompletionStage<RefreshOutcome> refresh(String refreshToken) {
      return CompletableFuture.completedFuture(refreshed);
    }

    @Override
    public CompletionStage<Void> revoke(String refreshToken) {
      return CompletableFuture.completedFuture(null);
    }
  }

  private final class ShopAccounts implements Accounts {
    @Override
    public CompletionStage<Account> signedIn(IdentityClaims claims) {
      return CompletableFuture.completedFuture(new Account(claims.subject()));
    }

    @Override
    public CompletionStage<Optional<Account>> of(String issuer, String subject) {
      return switch (subject) {
        case "erased" -> CompletableFuture.completedFuture(Optional.empty());
        case "users-down" -> CompletableFuture.failedFuture(new IllegalStateException("down"));
        default -> CompletableFuture.completedFuture(Optional.of(new Account(subject)));
      };
    }

    @Override
    public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
      became.add(guestId + " " + userId);
      return CompletableFuture.completedFuture(true);
    }
  }

  private void routes(Routes to, Kit kit) {
    to.events("/stream", thing.events());
    to.get("/catalogue", _ -> "", new WhoAsks<>()).sharedCache(ofSeconds(1));
    to.get("/cart", _ -> "", new WhoAsks<>()).personal();
    to.get("/account", _ -> "", new WhoAsks<>()).signedIn();
    OwnSessions own = new OwnSessions(kit.sessions());
    to.get("/account/sessions", Request::session, own.list(FieldViolation.class, SignedInBff::view))
        .signedIn();
    to.delete(
            "/account/sessions/{field}",
            own.<FieldViolation, FieldViolation>end(FieldViolation.class, FieldViolation::getField))
        .signedIn()
        .noContent();
    to.delete("/account", own.endAll(new WhoAsks<Empty>())).signedIn();
    to.delete(
            "/account/{field}",
            own.endAll(
                own.<FieldViolation, FieldViolation>end(
                    FieldViolation.class, FieldViolation::getField)))
        .signedIn();
    to.get(
            "/account/export",
            _ -> "",
            own.beside(
                new WhoAsks<>(),
                (view, shown) -> view.toBuilder().setField(view(shown).getDescription()).build()))
        .signedIn();
    to.post("/changes", new WhoAsks<Empty>());
    to.put("/changes", new WhoAsks<Empty>());
    to.patch("/changes", new WhoAsks<Empty>());
    to.delete("/changes", new WhoAsks<Empty>());
    to.post("/account/changes", new WhoAsks<Empty>()).signedIn();
    to.service(
        "/test/login",
        (ctx, _) ->
            HttpResponse.of(
                kit.sessions()
                    .start(ctx, person(String.valueOf(ctx.queryParam("user"))))
                    .thenApply(session -> HttpResponse.of(session.csrfTag()))));
    to.service(
        "/test/logout",
        (ctx, _) ->
            HttpResponse.of(
                kit.sessions().end(ctx).thenApply(_ -> HttpResponse.of(HttpStatus.OK))));
    to.service(
        "/test/backchannel",
        (ctx, _) ->
            HttpResponse.of(
                kit.sessions()
                    .endOfProviderSession("issuer", String.valueOf(ctx.queryParam("sid")))
                    .thenApply(_ -> HttpResponse.of(HttpStatus.OK))));
  }

  private static SignedIn person(String user) {
    return new SignedIn(
        user, Set.of("admin"), "issuer", user, Optional.of("sid-" + user), user, TOKENS);
  }

  private static FieldViolation view(OwnSessions.Shown shown) {
    return FieldViolation.newBuilder()
        .setField(shown.current())
        .setDescription(
            shown.all().stream().map(SessionSummary::id).collect(Collectors.joining(",")))
        .build();
  }

  /** Shows who asks. */
  private static final class WhoAsks<I> implements Screen<I, FieldViolation> {
    @Override
    public List<Plan<?>> plans() {
      return List.of();
    }

    @Override
    public Class<FieldViolation> view() {
      return FieldViolation.class;
    }

    @Override
    public CompletableFuture<Page<FieldViolation>> page(
        PlanRunner runner, RequestScope scope, I input) {
      Caller caller = scope.caller();
      return TestBff.ready(caller.isUser() ? caller.id() + caller.roles() : caller.kind().name());
    }
  }

  private static final class Errors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      return ErrorInfo.newBuilder().setReason(error.code()).build();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.parse("application/problem+json");
    }
  }

  /** Sends a request with these headers, each as {@code name: value}. */
  AggregatedHttpResponse send(HttpMethod method, String path, String... headers) {
    RequestHeadersBuilder builder = RequestHeaders.builder(method, path);
    for (String header : headers) {
      int colon = header.indexOf(':');
      builder.add(header.substring(0, colon), header.substring(colon + 1).strip());
    }
    return client.execute(HttpRequest.of(builder.build(), HttpData.empty())).aggregate().join();
  }

  AggregatedHttpResponse get(String path, String... headers) {
    return send(HttpMethod.GET, path, headers);
  }

  /** Its own origin, as a header. */
  String origin() {
    return "origin: http://127.0.0.1:" + running.port();
  }

  /** What a browser knows after somebody has signed in. */
  record SignedInBrowser(String cookie, String tag) {}

  /** Signs in. */
  SignedInBrowser signIn(String user) {
    AggregatedHttpResponse answer = get("/test/login?user=" + user);
    String given = answer.headers().get("set-cookie", "");
    return new SignedInBrowser(
        "cookie: " + given.substring(0, given.indexOf(';')), answer.contentUtf8());
  }

  /** The cookie of another instance as if browsers knew both by one port. */
  String asOwn(SignedInBff other, SignedInBrowser there) {
    return there.cookie().replaceFirst("-" + other.port() + "=", "-" + port() + "=");
  }

  /** The contract of its rpcs. */
  RpcSchema rpcs() {
    return RpcSchema.of("signed-in-bff", running.api().routes());
  }

  int port() {
    return running.port();
  }

  @Override
  public void close() {
    running.close();
    telemetry.close();
  }
}
