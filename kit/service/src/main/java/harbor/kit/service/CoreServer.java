package harbor.kit.service;

import harbor.kit.runtime.StartFailed;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.CallingProcess;
import harbor.kit.service.call.DeadlineRequired;
import harbor.kit.service.call.OpenCalls;
import harbor.kit.service.call.ProcessLimit;
import harbor.kit.service.call.ReadableRequests;
import harbor.observability.Telemetry;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gRPC server of a core service: one virtual thread a call, health, reflection, tracing,
 * metrics. A call without a deadline is refused, and what anybody may call is limited.
 *
 * <p>Closing turns the health NOT_SERVING, refuses new calls, completes streams, and gives calls
 * under way the drain time to end before they are cut; what then does not end, nobody waits for.
 * Thread-safe.
 */
public final class CoreServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CoreServer.class);

  /** Larger requests are refused: RESOURCE_EXHAUSTED. Imports send the largest ones. */
  private static final int MAX_REQUEST_BYTES = 16 * 1024 * 1024;

  private static final int MAX_METADATA_BYTES = 16 * 1024;

  /** Calls at a time on one connection; a client has a connection for each of its event loops. */
  private static final int MAX_CALLS_A_CONNECTION = 1_000;

  /**
   * Calls that a client may cancel on one connection. A BFF cancels many when a service hangs, all
   * of those under way at each deadline, until its breaker opens.
   */
  private static final int MAX_RESETS = 20_000;

  private static final int RESETS_SECONDS = 10;

  /**
   * How long calls that were cut are waited for, and once more after their threads were
   * interrupted. One that waits for a database that hangs may notice neither.
   */
  private static final long CUT_SECONDS = 2;

  private final Server server;
  private final HealthStatusManager health;
  private final ExecutorService executor;
  private final CoreSettings settings;
  private final Runnable endStreams;
  private boolean hasDatabase = true;
  private boolean isReady;

  private CoreServer(
      Server server,
      HealthStatusManager health,
      ExecutorService executor,
      CoreSettings settings,
      Runnable endStreams) {
    this.server = server;
    this.health = health;
    this.executor = executor;
    this.settings = settings;
    this.endStreams = endStreams;
  }

  /**
   * Starts to listen and to serve.
   *
   * @param callers puts the check of callers around a service, but for health and reflection
   * @param endStreams completes streams, which otherwise would last as long as they like
   */
  public static CoreServer start(
      CoreSettings settings,
      Telemetry telemetry,
      List<? extends BindableService> services,
      UnaryOperator<ServerServiceDefinition> callers,
      Runnable endStreams) {
    List<ServerServiceDefinition> checked =
        services.stream()
            .map(BindableService::bindService)
            .map(limits(settings.callsPerSecond()))
            .map(service -> ServerInterceptors.intercept(service, OpenCalls.known()))
            .map(callers)
            .map(ReadableRequests::of)
            .toList();
    HealthStatusManager health = new HealthStatusManager();
    ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(settings.address(), settings.port()),
                settings.transport().ofServer())
            .executor(executor)
            .maxInboundMessageSize(MAX_REQUEST_BYTES)
            .maxInboundMetadataSize(MAX_METADATA_BYTES)
            .maxConcurrentCallsPerConnection(MAX_CALLS_A_CONNECTION)
            .maxRstFramesPerWindow(MAX_RESETS, RESETS_SECONDS)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(readable(health.getHealthService()))
            .addService(readable(ProtoReflectionServiceV1.newInstance()))
            .addService(readable(reflectionAlpha()))
            // The last one is the outermost: the span covers everything, also what is refused.
            .intercept(new DeadlineRequired())
            .intercept(new CallScope(settings.service()))
            .intercept(telemetry.grpcServerMetrics())
            .intercept(telemetry.grpcServerTracing());
    checked.forEach(builder::addService);
    OpenCalls.limit(builder, OpenCalls.Limits.DEFAULT);
    try {
      CoreServer server =
          new CoreServer(builder.build().start(), health, executor, settings, endStreams);
      server.isReady(true);
      return server;
    } catch (IOException e) {
      executor.close();
      throw StartFailed.portInUse(settings.service(), settings.port(), settings.portSetting(), e);
    }
  }

  private static ServerServiceDefinition readable(BindableService service) {
    return ReadableRequests.of(service.bindService());
  }

  /** Counts calls by who is verified to make them: the check of callers is around it. */
  private static UnaryOperator<ServerServiceDefinition> limits(int callsPerSecond) {
    if (callsPerSecond == 0) {
      return UnaryOperator.identity();
    }
    ProcessLimit limit = new ProcessLimit(callsPerSecond, CallingProcess.VERIFIED);
    return service -> ServerInterceptors.intercept(service, limit);
  }

  /** What grpcurl, Postman and others of before 2023 ask for. */
  @SuppressWarnings("deprecation") // the deprecated version is the one that they speak
  private static BindableService reflectionAlpha() {
    return ProtoReflectionService.newInstance();
  }

  /** Whether its database is there. */
  synchronized void hasDatabase(boolean isThere) {
    hasDatabase = isThere;
    sayWhetherItServes();
  }

  /** Whether it may say that it is ready. */
  synchronized void isReady(boolean may) {
    isReady = may;
    sayWhetherItServes();
  }

  /**
   * Says of each of its services, and of all together, whether they can answer. What follows a
   * close is ignored.
   */
  private void sayWhetherItServes() {
    ServingStatus status =
        hasDatabase && isReady ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    server
        .getImmutableServices()
        .forEach(service -> health.setStatus(service.getServiceDescriptor().getName(), status));
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    health.enterTerminalState();
    server.shutdown();
    // A client that resumes at once must not find this server: it takes no new calls by now.
    endStreams.run();
    try {
      if (!server.awaitTermination(settings.drain().toMillis(), TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
        // its callers are told, for which it needs the executor
        server.awaitTermination(CUT_SECONDS, TimeUnit.SECONDS);
      }
      executor.shutdown();
      if (!executor.awaitTermination(CUT_SECONDS, TimeUnit.SECONDS)) {
        executor.shutdownNow();
        if (!executor.awaitTermination(CUT_SECONDS, TimeUnit.SECONDS)) {
          log.warn("Calls that were cut do not end; {} stops without them", settings.service());
        }
      }
    } catch (InterruptedException _) {
      server.shutdownNow();
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
