package harbor.media;

import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.Server;
import harbor.kit.runtime.StartFailed;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.fault.Faults;
import harbor.observability.fault.FaultyHttp;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The HTTP server of the shop's own pictures. It calls nobody, so that no other process can take
 * them from a client.
 *
 * <p>Closing refuses new requests and gives those under way the drain time to end. Thread-safe.
 */
public final class Media implements StoreProcess.Started {
  /** Its declaration. */
  public static final StoreProcess PROCESS = new MediaProcess();

  private static final int MAX_REQUEST_LINE_BYTES = 2 * 1024;
  private static final int MAX_HEADER_BYTES = 16 * 1024;
  private static final int MAX_BODY_BYTES = 1024;
  private static final int MAX_STREAMS_PER_CONNECTION = 128;
  private static final int MAX_RESETS_PER_MINUTE = 4_000;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  private final Server server;
  private final Optional<Faults> faults;

  private Media(Server server, Optional<Faults> faults) {
    this.server = server;
    this.faults = faults;
  }

  /** Starts to listen and to serve. */
  public static Media start(MediaSettings settings, Telemetry telemetry, Optional<Faults> faults) {
    HttpService pictures = new PictureService();
    Server server =
        Server.builder()
            .http(new InetSocketAddress(settings.address(), settings.port()))
            .workerGroup(1)
            .meterRegistry(telemetry.metrics())
            .http1MaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
            .http1MaxHeaderSize(MAX_HEADER_BYTES)
            .http2MaxHeaderListSize(MAX_HEADER_BYTES)
            .http2MaxStreamsPerConnection(MAX_STREAMS_PER_CONNECTION)
            .http2MaxResetFramesPerWindow(MAX_RESETS_PER_MINUTE, 60)
            .maxNumConnections(MAX_CONNECTIONS)
            .maxRequestLength(MAX_BODY_BYTES)
            .requestTimeout(REQUEST_TIMEOUT)
            .idleTimeout(IDLE_TIMEOUT)
            .disableServerHeader()
            .gracefulShutdownTimeout(Duration.ZERO, settings.drain())
            .errorHandler(new PlainErrors())
            .service(
                PictureService.PATH,
                faults.<HttpService>map(on -> new FaultyHttp(pictures, on)).orElse(pictures))
            // The last one is the outermost: the span covers everything.
            .decorator(telemetry.httpServerMetrics())
            .decorator(telemetry.httpServerTracing())
            .build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      server.close();
      throw failed(settings, e);
    }
    return new Media(server, faults);
  }

  @Override
  public int port() {
    return server.activeLocalPort();
  }

  @Override
  public Optional<Faults> faults() {
    return faults;
  }

  @Override
  public void close() {
    server.close();
  }

  private static StartFailed failed(MediaSettings settings, CompletionException e) {
    return e.getCause() instanceof IOException io
        ? StartFailed.portInUse(PROCESS.name(), settings.port(), MediaSettings.PORT, io)
        : new StartFailed(PROCESS.name() + " does not start: " + e.getMessage(), e);
  }
}
