package harbor.kit.bff.edge;

import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import com.linecorp.armeria.server.grpc.GrpcHealthCheckService;
import com.linecorp.armeria.server.grpc.GrpcService;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.explain.ExplainedRequests;
import harbor.kit.bff.limit.RateLimits;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.overload.Prioritized;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.overload.Shedding;
import harbor.kit.bff.overload.SlowClients;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.bff.wire.ResetLimits;
import harbor.kit.bff.wire.Wire;
import harbor.kit.runtime.StartFailed;
import harbor.observability.Telemetry;
import io.grpc.Status;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/**
 * The HTTP server of a BFF, on Armeria: its routes, what is around each of them, and its limits.
 *
 * <p>Also serves {@code grpc.health.v1.Health}. Closing refuses new requests and gives those under
 * way the drain time to end. Thread-safe.
 */
public final class BffServer implements AutoCloseable {
  private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_BODY_BYTES = 1024 * 1024;
  private static final int MAX_BATCH_BYTES = 32 * 1024;
  private static final int MAX_STREAMS_A_CONNECTION = 128;
  private static final int MAX_RESETS_A_MINUTE = 4_000;

  /** A screen that hangs is ended by its own time first, so that the client gets its own answer. */
  private static final Duration AFTER_SCREEN = Duration.ofMillis(250);

  private static final Duration MAX_IDLE = Duration.ofSeconds(60);

  private static final String GRPC = "application/grpc";

  /** A variable of a path, as Armeria writes it. */
  private static final Pattern PARAMETER = Pattern.compile(":(\\*?\\w+)");

  private final Server server;
  private final Shedding shedding;

  private BffServer(Server server, Shedding shedding) {
    this.server = server;
    this.shedding = shedding;
  }

  /** Event loops for a BFF: its server's, and the channels' to its downstream services. */
  public static EventLoopGroup eventLoops(BffSettings settings) {
    return EventLoopGroups.newEventLoopGroup(settings.eventLoops(), settings.name(), true);
  }

  /**
   * Starts to listen and to serve.
   *
   * @param loops what serves the requests; closed by whoever made it
   * @param serving what all routes share
   * @param limits hold each client to the routes' limits
   * @param routes its routes, in the order of the BFF's list
   * @param rpcs those of them that read, as rpcs
   */
  static BffServer start(
      BffSettings settings,
      Telemetry telemetry,
      EventLoopGroup loops,
      RouteService.Serving serving,
      RateLimits limits,
      Routes routes,
      RpcSchema rpcs) {
    Answers answers = serving.answers();
    OverloadSettings overload = settings.overload();
    EdgeErrors errors = new EdgeErrors(answers, serving.failures());
    ServerBuilder builder =
        Server.builder()
            .http(new InetSocketAddress(settings.address(), settings.port()))
            .workerGroup(loops, false)
            .bossGroupFactory(BossGroup::of)
            .meterRegistry(telemetry.metrics())
            .http1MaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .http1MaxHeaderSize(MAX_HEADER_BYTES)
            .http2MaxHeaderListSize(MAX_HEADER_BYTES)
            .http2MaxStreamsPerConnection(MAX_STREAMS_A_CONNECTION)
            .http2MaxResetFramesPerWindow(MAX_RESETS_A_MINUTE, 60)
            .maxNumConnections(overload.connections())
            .maxRequestLength(MAX_BODY_BYTES)
            .requestTimeout(overload.slowClient())
            .idleTimeout(MAX_IDLE)
            .clientAddressTrustedProxyFilter(overload.trusted())
            .disableServerHeader()
            .setHeaders(SecurityHeaders.ALWAYS)
            .gracefulShutdownTimeout(Duration.ZERO, settings.drain())
            .childChannelPipelineCustomizer(BffServer::flushOnce)
            .errorHandler(errors)
            // the failure log has said it already
            .unloggedExceptionsReportInterval(Duration.ZERO)
            .service(
                GrpcService.builder()
                    .addService(GrpcHealthCheckService.builder().build())
                    .exceptionHandler((_, status, cause, _) -> withoutInsides(status, cause))
                    .build(),
                grpc -> onlyGrpc(grpc, answers));
    Shedding shedding = Shedding.of(overload, loops, answers, telemetry.metrics());
    BatchedPages pages = new BatchedPages();
    Map<String, HttpService> reads = new HashMap<>();
    ClientUsage usage = new ClientUsage(telemetry.metrics());
    byPath(routes.routes())
        .forEach(
            (path, screens) -> {
              Map<HttpMethod, HttpService> methods = new EnumMap<>(HttpMethod.class);
              screens.forEach(
                  route -> {
                    HttpService service =
                        limits.protect(
                            shedding.protect(
                                usage.of(route, service(route, serving)), route.priority()),
                            route.limit(),
                            counting(route));
                    methods.put(route.method(), service);
                    if (route.isRead()) {
                      reads.put(path, service);
                    }
                    if (route.isBatched()) {
                      pages.add(path, service);
                    }
                  });
              builder
                  .route()
                  .path(path)
                  .requestTimeout(longest(screens, serving.runner()).plus(AFTER_SCREEN))
                  .maxRequestLength(
                      screens.stream().mapToInt(Route::maxBodyBytes).max().orElseThrow())
                  .build(new PathService(methods, answers));
            });
    RefusedRequests refusals = new RefusedRequests(answers, limits);
    rpcs(builder, settings, serving, rpcs, reads, refusals);
    routes
        .batch()
        .ifPresent(
            at ->
                builder
                    .route()
                    .path(at.path())
                    .requestTimeout(longest(routes.routes(), serving.runner()).plus(AFTER_SCREEN))
                    .maxRequestLength(MAX_BATCH_BYTES)
                    .build(
                        new PathService(
                            Map.of(
                                HttpMethod.POST,
                                new BatchService(
                                    at.batch(), pages, answers, serving.failures(), refusals)),
                            answers)));
    routes
        .services()
        .forEach(
            (path, service) ->
                builder.service(
                    path,
                    limits.protect(
                        shedding.protect(service, priority(service)),
                        routes.limit(path),
                        RateLimits.Counting.ADDRESS)));
    builder.service(
        "/",
        new PathService(
            Map.of(
                HttpMethod.GET, new IndexPage(settings.name(), routes.routes(), routes.visitors())),
            answers));
    Wire.guard(
        builder, MAX_REQUEST_LINE_BYTES, MAX_HEADER_BYTES, ResetLimits.of(telemetry.metrics()));
    SlowClients.close(builder, overload.slowClient(), errors::slowRequest, telemetry.metrics());
    shedding.hold(builder);
    // The last one is the outermost: the span covers everything.
    builder
        .decorator(ExplainedRequests.decorator(settings.explain(), serving.clock()))
        .decorator(Cors.decorator(settings.origins().allowed()))
        .decorator(service -> new RequestIdentity(service, new SecurityHeaders(settings.origins())))
        .decorator(RequestLines.decorator(settings.name()))
        .decorator(telemetry.httpServerMetrics())
        .decorator(telemetry.httpServerTracing());
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      server.close();
      throw failed(settings, e);
    }
    return new BffServer(server, shedding);
  }

  /** The port that it listens on. */
  public int port() {
    return server.activeLocalPort();
  }

  /**
   * All that it serves, as {@code GET /web/carts/{cart}}: read off the server itself, so that
   * nothing is left out. A path whose service looks at the method by itself stands alone.
   */
  public SortedSet<String> endpoints() {
    SortedSet<String> endpoints = new TreeSet<>();
    for (ServiceConfig served : server.config().serviceConfigs()) {
      String path = PARAMETER.matcher(served.route().patternString()).replaceAll("{$1}");
      PathService methods = served.service().as(PathService.class);
      if (methods == null) {
        endpoints.add(path);
      } else {
        methods.methods().forEach(method -> endpoints.add(method + " " + path));
      }
    }
    return endpoints;
  }

  /** How near it is to its limits. */
  public Shedding.State load() {
    return shedding.state();
  }

  @Override
  public void close() {
    server.close();
  }

  /**
   * Armeria flushes after the head of an HTTP/1.1 answer and again after its body. What is written
   * in one turn of the event loop leaves in one system call, and mostly in one packet.
   */
  private static void flushOnce(ChannelPipeline pipeline) {
    pipeline.addFirst(
        new FlushConsolidationHandler(
            FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
  }

  private static Map<String, List<Route<?, ?>>> byPath(List<Route<?, ?>> routes) {
    Map<String, List<Route<?, ?>>> byPath = new LinkedHashMap<>();
    routes.forEach(
        route -> byPath.computeIfAbsent(route.path(), _ -> new ArrayList<>()).add(route));
    return byPath;
  }

  private static Duration longest(List<Route<?, ?>> routes, PlanRunner runner) {
    return routes.stream()
        .map(route -> runner.paced(route.total()))
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** The library's descriptions name its classes; and a request that cannot be read is no bug. */
  private static Status withoutInsides(Status status, Throwable cause) {
    boolean isUnreadable = cause instanceof InvalidProtocolBufferException;
    return isUnreadable ? Status.INVALID_ARGUMENT : Status.fromCode(status.getCode());
  }

  /** Each with the time of its page. */
  private static void rpcs(
      ServerBuilder builder,
      BffSettings settings,
      RouteService.Serving serving,
      RpcSchema schema,
      Map<String, HttpService> pages,
      RefusedRequests refusals) {
    Answers answers = serving.answers();
    HttpService rpcs =
        onlyGrpc(
            Rpcs.of(
                    schema,
                    rpc ->
                        new RpcService(
                            settings.name(),
                            rpc,
                            Objects.requireNonNull(pages.get(rpc.route().path())),
                            refusals,
                            answers,
                            serving.failures()))
                .exceptionHandler(
                    (ctx, status, cause, metadata) ->
                        RpcService.refused(
                            (ServiceRequestContext) ctx,
                            settings.name(),
                            answers,
                            withoutInsides(status, cause),
                            metadata))
                .build(),
            answers);
    for (RpcSchema.Rpc rpc : schema.rpcs()) {
      builder
          .route()
          .path("/" + rpc.fullName())
          .requestTimeout(serving.runner().paced(rpc.route().total()).plus(AFTER_SCREEN))
          .maxRequestLength(Rpcs.MAX_BODY_BYTES)
          .build(rpcs);
    }
    builder.service("/" + Rpcs.REFLECTION, rpcs);
    builder.service(
        "/" + Rpcs.REFLECTION_ALPHA,
        onlyGrpc(
            Rpcs.reflectionAlpha()
                .exceptionHandler((_, status, cause, _) -> withoutInsides(status, cause))
                .build(),
            answers));
  }

  /** As gRPC wants it; its service itself refuses what is none in a form of its own. */
  private static HttpService onlyGrpc(HttpService grpc, Answers answers) {
    return new SimpleDecoratingHttpService(grpc) {
      @Override
      public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        if (request.method() != HttpMethod.POST) {
          ctx.setAdditionalResponseHeader(HttpHeaderNames.ALLOW, HttpMethod.POST.name());
          return answers.error(
              ctx, answers.errors().of(EdgeEvent.METHOD_NOT_ALLOWED, HttpMethod.POST.name()));
        }
        if (!request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith(GRPC)) {
          return answers.error(ctx, answers.errors().of(EdgeEvent.UNSUPPORTED_MEDIA_TYPE, GRPC));
        }
        return unwrap().serve(ctx, request);
      }
    };
  }

  private static HttpService service(Route<?, ?> route, RouteService.Serving serving) {
    HttpService screen = new RouteService<>(route, serving);
    return route.deprecation() == null
        ? screen
        : new DeprecatedService(screen, route.deprecation(), serving.answers(), serving.clock());
  }

  private static RateLimits.Counting counting(Route<?, ?> route) {
    if (route.isPublic()) {
      return RateLimits.Counting.PUBLIC;
    }
    return route.audience() == Route.Audience.ANYBODY
        ? RateLimits.Counting.ADDRESS
        : RateLimits.Counting.CLIENT;
  }

  private static Priority priority(HttpService service) {
    Prioritized prioritized = service.as(Prioritized.class);
    return prioritized == null ? Priority.NORMAL : prioritized.priority();
  }

  private static StartFailed failed(BffSettings settings, CompletionException e) {
    return e.getCause() instanceof IOException io
        ? StartFailed.portInUse(settings.name(), settings.port(), settings.portSetting(), io)
        : new StartFailed(settings.name() + " does not start: " + e.getMessage(), e);
  }
}
