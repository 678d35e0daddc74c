package harbor.kit.bff.edge;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.LocalizedMessage;
import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.explain.ExplainKey;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.RateLimits;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.overload.Shedding;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.Frontends;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.session.PublicOrigin;
import harbor.kit.client.Caller;
import harbor.kit.runtime.AuditLog;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A BFF with one screen that does what a test says, at {@code /things/{id}}; also as {@code
 * /extras/{id}}, which is deferrable, {@code /orders/{id}}, which is essential, and {@code
 * /brief/{id}}, which has little time; for everybody at {@code /catalogue/{id}}, until 2030 at
 * {@code /old/{id}}, and at {@code /account/{id}} for whoever says so in {@code Authorization}.
 *
 * <p>All but {@code /alone/{id}} may be asked for at {@code /batch}.
 *
 * <p>Its view is a {@link FieldViolation} whose {@code localized_message} stands for {@code meta};
 * its errors are {@link ErrorInfo}: reason for the code, domain for the trace id.
 */
final class TestBff implements AutoCloseable {
  /** Its answer has the statuses as text, and the bodies as details. */
  private static final Batch<FieldMask, Status> BATCH =
      new Batch<>(
          FieldMask.getDefaultInstance(),
          FieldMask::getPathsList,
          TestBff::batch,
          Status.getDefaultInstance());

  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration BRIEF = Duration.ofMillis(50);
  private static final HttpCaching FOR_ASKER = HttpCaching.personal(Duration.ofSeconds(30));
  private static final HttpCaching FOR_EVERYBODY =
      HttpCaching.shared(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final Telemetry telemetry =
      Telemetry.recording("test-bff", InMemorySpanExporter.create());
  private final EventLoopGroup loops;
  private final BffServer server;
  private final RpcSchema schema;
  private volatile InstantSource now = InstantSource.system();
  private volatile Script script = (_, id) -> ready(id);
  private volatile Function<ServiceRequestContext, String> reader = TestBff::id;

  /** What the screen does. */
  @FunctionalInterface
  interface Script {
    CompletableFuture<Page<FieldViolation>> page(RequestScope scope, String id);
  }

  private TestBff(BffSettings settings, Map<String, HttpService> services) {
    this(settings, services, VerifiedClients.NONE);
  }

  private TestBff(
      BffSettings settings, Map<String, HttpService> services, VerifiedClients clients) {
    loops = BffServer.eventLoops(settings);
    Answers answers =
        new Answers(
            List.of(ViewFormat.PROTOBUF, ViewFormat.JSON),
            ViewJson.of(
                List.of(
                    FieldViolation.getDefaultInstance(),
                    ErrorInfo.getDefaultInstance(),
                    BATCH.example())),
            ErrorTable.read("/harbor/kit/bff/test-errors.tsv"),
            new Errors(),
            List.of("Accept-Language"),
            false,
            telemetry.metrics(),
            new AuditLog("test-bff"));
    Routes routes = new Routes(LONG);
    route(routes, "/things/{id}").caching(FOR_ASKER);
    route(routes, "/extras/{id}").caching(FOR_ASKER).priority(Priority.DEFERRABLE);
    route(routes, "/orders/{id}").caching(FOR_ASKER).priority(Priority.ESSENTIAL);
    route(routes, "/brief/{id}").caching(FOR_ASKER).within(BRIEF);
    route(routes, "/catalogue/{id}").caching(FOR_EVERYBODY);
    route(routes, "/account/{id}").caching(FOR_ASKER).personal();
    route(routes, "/checkout/{id}").caching(HttpCaching.NOT_KEPT).personal().limit("checkout");
    route(routes, "/old/{id}")
        .caching(FOR_EVERYBODY)
        .deprecated(
            Deprecation.of(LocalDate.of(2026, 12, 1), LocalDate.of(2030, 1, 1), "/things/{id}"));
    route(routes, "/alone/{id}").caching(FOR_ASKER).alone();
    routes.batch("/batch", BATCH);
    services.forEach(routes::service);
    schema = routes.rpcs("test-bff");
    server =
        BffServer.start(
            settings,
            telemetry,
            loops,
            new RouteService.Serving(
                answers,
                new PlanRunner(PlanListener.NONE),
                ctx ->
                    CompletableFuture.completedFuture(
                        new Identified.Visitor(
                            Caller.user(
                                ctx.request()
                                    .headers()
                                    .get(HttpHeaderNames.AUTHORIZATION, "nobody")))),
                new Csrf(new Frontends(List.of(Frontend.app("test"))), PublicOrigin.OF_REQUEST),
                Optional.empty(),
                Optional.of(
                    new MetaView(
                        "localized_message",
                        facts -> LocalizedMessage.newBuilder().setLocale(facts.traceId()).build())),
                new FailureLog("test-bff"),
                () -> now.instant()),
            RateLimits.open(
                "test-bff",
                settings.limits(),
                Optional.empty(),
                clients,
                answers,
                loops,
                telemetry.metrics()),
            routes,
            schema);
  }

  private static Status batch(List<Batch.Answer> answers) {
    Status.Builder view = Status.newBuilder();
    List<String> words = new ArrayList<>();
    for (Batch.Answer answer : answers) {
      words.add(String.valueOf(answer.status()));
      answer.retryAfter().ifPresent(seconds -> words.add("retry=" + seconds));
      answer.degraded().forEach(call -> words.add("-" + call));
      answer.body().ifPresent(view::addDetails);
    }
    return view.setMessage(String.join(" ", words)).build();
  }

  private Route<String, FieldViolation> route(Routes routes, String path) {
    return routes.get(
        path,
        request ->
            ServiceRequestContext.currentOrNull() == null
                ? request.id("id")
                : reader.apply(ServiceRequestContext.current()),
        new ScriptedScreen());
  }

  /** Starts one. */
  static TestBff start() {
    return start(Map.of());
  }

  /** Starts one with further services. */
  static TestBff start(Map<String, HttpService> services) {
    return new TestBff(settings(0), services);
  }

  /** Starts one on this port. */
  static TestBff startOn(int port) {
    return new TestBff(settings(port), Map.of());
  }

  /** Starts one on a single event loop, with these limits and further services. */
  static TestBff start(OverloadSettings overload, Map<String, HttpService> services) {
    return new TestBff(
        new BffSettings("test-bff", "127.0.0.1", 0, 1, Duration.ofSeconds(20), overload), services);
  }

  /** Starts one that holds clients to these limits and is known to browsers by these origins. */
  static TestBff start(LimitSettings limits, VerifiedClients clients, OriginSettings origins) {
    return start(limits, clients, origins, List.of("127.0.0.0/8"));
  }

  /** The same, and believes these proxies. */
  static TestBff start(
      LimitSettings limits,
      VerifiedClients clients,
      OriginSettings origins,
      List<String> trustedProxies) {
    return new TestBff(
        new BffSettings(
            "test-bff",
            "127.0.0.1",
            0,
            1,
            Duration.ofSeconds(20),
            new OverloadSettings(
                Duration.ofSeconds(10), 100, 1_000, Duration.ofSeconds(10), trustedProxies),
            limits,
            origins,
            Optional.empty()),
        Map.of(),
        clients);
  }

  /** Starts one that explains the requests that this key signed; with further services. */
  static TestBff start(Optional<ExplainKey> key, Map<String, HttpService> services) {
    BffSettings plain = settings(0);
    return new TestBff(
        new BffSettings(
            plain.name(),
            plain.address(),
            plain.port(),
            plain.eventLoops(),
            plain.drain(),
            plain.overload(),
            plain.limits(),
            plain.origins(),
            key),
        services);
  }

  private static BffSettings settings(int port) {
    return new BffSettings("test-bff", "127.0.0.1", port, 2, Duration.ofSeconds(20));
  }

  /** A whole page with this text. */
  static CompletableFuture<Page<FieldViolation>> ready(String text) {
    return CompletableFuture.completedFuture(new Page.Ready<>(view(text), List.of(), List.of()));
  }

  /** The view with this text. */
  static FieldViolation view(String text) {
    return FieldViolation.newBuilder().setDescription(text).build();
  }

  /** From now on the screen does this. */
  void screenDoes(Script next) {
    script = next;
  }

  /** From now on its clock stands there. */
  void timeIs(Instant next) {
    now = InstantSource.fixed(next);
  }

  /** From now on its input is read so. */
  void inputIs(Function<ServiceRequestContext, String> next) {
    reader = next;
  }

  /** The input, unless a test reads another one. */
  static String id(ServiceRequestContext ctx) {
    return new Request(ctx).id("id");
  }

  /** How many errors were answered so. */
  double errors(String route, String code, String call) {
    return telemetry
        .metrics()
        .get("harbor.error.answers")
        .tag("route", route)
        .tag("code", code)
        .tag("call", call)
        .counter()
        .count();
  }

  /** How near it is to its limits. */
  Shedding.State load() {
    return server.load();
  }

  /** Its metrics, as they are scraped. */
  String metrics() {
    return telemetry.scrape();
  }

  /** The contract of its rpcs. */
  RpcSchema rpcs() {
    return schema;
  }

  int port() {
    return server.port();
  }

  /** Ends the server as a stopping process does; {@link #close} still has to come. */
  void closeServer() {
    server.close();
  }

  @Override
  public void close() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    telemetry.close();
  }

  private final class ScriptedScreen implements Screen<String, FieldViolation> {
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
        PlanRunner runner, RequestScope scope, String id) {
      return script.page(scope, id);
    }
  }

  private static final class Errors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      return ErrorInfo.newBuilder()
          .setReason(error.code())
          .setDomain(traceId)
          .putMetadata("message", error.message())
          .build();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.parse("application/problem+json");
    }
  }
}
