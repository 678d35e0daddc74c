package harbor.observability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The trace backends of this JVM: processes that share a JVM and an endpoint share one probe, its
 * one daemon thread and its log lines.
 */
final class TraceBackends {
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(3);
  private static final Duration CONNECT_TIMEOUT = Duration.ofMillis(250);
  private static final Map<InetSocketAddress, Shared> OPEN = new HashMap<>();

  private TraceBackends() {}

  /** The backend at an address given as host and port; looked for once before this returns. */
  static TraceBackend open(InetSocketAddress address) {
    synchronized (OPEN) {
      Shared shared = OPEN.computeIfAbsent(address, Shared::start);
      shared.users++;
      return shared.backend;
    }
  }

  /** To be called once for each {@link #open}; the last one ends the probe. */
  static void close(InetSocketAddress address) {
    synchronized (OPEN) {
      Shared shared = OPEN.get(address);
      if (shared != null && --shared.users == 0) {
        OPEN.remove(address);
        shared.scheduler.shutdownNow();
      }
    }
  }

  /** Accepts a TCP connection; resolves the name anew each time, as it may come to exist. */
  static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.getHostString(), address.getPort()),
          Math.toIntExact(CONNECT_TIMEOUT.toMillis()));
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static final class Shared {
    private final TraceBackend backend;
    private final ScheduledThreadPoolExecutor scheduler;
    private int users;

    private Shared(TraceBackend backend, ScheduledThreadPoolExecutor scheduler) {
      this.backend = backend;
      this.scheduler = scheduler;
    }

    private static Shared start(InetSocketAddress address) {
      String name = address.getHostString() + ':' + address.getPort();
      ScheduledThreadPoolExecutor scheduler =
          new ScheduledThreadPoolExecutor(
              1,
              Thread.ofPlatform().daemon().name("trace-backend-probe " + name).factory(),
              new ThreadPoolExecutor.DiscardPolicy());
      TraceBackend backend =
          new TraceBackend(
              name,
              () -> accepts(address),
              check -> {
                var _ = scheduler.schedule(check, PROBE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
              });
      backend.check();
      return new Shared(backend, scheduler);
    }
  }
}
