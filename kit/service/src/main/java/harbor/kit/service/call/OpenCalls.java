package harbor.kit.service.call;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The calls that anybody may make who reaches a core service's port: health checks and reflection.
 * Without limits whoever does so could hold as many as fill its memory.
 *
 * <p>Each may last for a time and send so many bytes, zipped or not, and there may be so many of
 * them; whatever is more, and of those that are too many the oldest, is reset. A connection on
 * which a known process calls is let be: gRPC's clients watch the health of a server for as long as
 * they are connected. Thread-safe.
 */
public final class OpenCalls extends ServerStreamTracer.Factory {
  private static final Set<String> SERVICES =
      Set.of(
          "grpc.health.v1.Health",
          "grpc.reflection.v1.ServerReflection",
          "grpc.reflection.v1alpha.ServerReflection");

  private static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("harbor-connection");

  private static final ServerStreamTracer NOT_OPEN = new ServerStreamTracer() {};

  private final Limits limits;
  private final Timer timer;

  /** Those of nobody that is known, in the order in which they came. */
  private final SequencedSet<OpenCall> held = new LinkedHashSet<>();

  /**
   * What they may take.
   *
   * @param time of one; also that of a connection to say what it speaks
   * @param bytes of all requests of one
   * @param calls of all connections at a time
   */
  public record Limits(Duration time, int bytes, int calls) {
    /** Those of a core service. */
    public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 64 * 1024, 500);
  }

  /** Whether a known process has called on it. */
  private static final class Connection {
    private volatile boolean isKnown;
  }

  /** Runs something later. */
  @FunctionalInterface
  interface Timer {
    /** The running, which may be cancelled. */
    Future<?> after(Duration delay, Runnable task);
  }

  private OpenCalls(Limits limits, Timer timer) {
    this.limits = limits;
    this.timer = timer;
  }

  /** Whether anybody may call this service. */
  static boolean isOpen(@Nullable String service) {
    return service != null && SERVICES.contains(service);
  }

  /** Holds those of a server to limits, and connections that do not say what they speak. */
  public static void limit(NettyServerBuilder server, Limits limits) {
    limit(server, limits, OpenCalls::after);
  }

  static void limit(NettyServerBuilder server, Limits limits, Timer timer) {
    server
        .handshakeTimeout(limits.time().toMillis(), TimeUnit.MILLISECONDS)
        .addStreamTracerFactory(new OpenCalls(limits, timer))
        .addTransportFilter(
            new ServerTransportFilter() {
              @Override
              public Attributes transportReady(Attributes transport) {
                return transport.toBuilder().set(CONNECTION, new Connection()).build();
              }
            });
  }

  private static Future<?> after(Duration delay, Runnable task) {
    return ForkJoinPool.commonPool().schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Has to be told of the calls of known processes. */
  public static ServerInterceptor known() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Connection connection = call.getAttributes().get(CONNECTION);
        if (connection != null) {
          connection.isKnown = true;
        }
        return next.startCall(call, headers);
      }
    };
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return isOpen(method.substring(0, Math.max(0, method.lastIndexOf('/'))))
        ? new OpenCall()
        : NOT_OPEN;
  }

  private void hold(OpenCall call) {
    OpenCall oldest = null;
    synchronized (held) {
      if (!call.isClosed) {
        held.add(call);
        oldest = held.size() > limits.calls() ? held.removeFirst() : null;
      }
    }
    if (oldest != null) {
      oldest.end();
    }
  }

  private final class OpenCall extends ServerStreamTracer {
    private Context.@Nullable CancellableContext context;
    private @Nullable Connection connection;
    private @Nullable Future<?> ending;
    private long sent;
    private long unzipped;

    /** Guarded by the set. */
    private boolean isClosed;

    @Override
    public Context filterContext(Context outer) {
      context = outer.withCancellation();
      return context;
    }

    @Override
    public void serverCallStarted(ServerCallInfo<?, ?> call) {
      connection = call.getAttributes().get(CONNECTION);
      if (!isOfKnown()) {
        ending = timer.after(limits.time(), this::late);
        hold(this);
      }
    }

    private boolean isOfKnown() {
      return connection != null && connection.isKnown;
    }

    private void late() {
      if (isOfKnown()) {
        forget();
      } else {
        end();
      }
    }

    /** What this throws resets the call. */
    @Override
    public void inboundWireSize(long bytes) {
      sent += bytes;
      if (sent > limits.bytes()) {
        throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
      }
    }

    /** By whoever reads the message. */
    @Override
    public void inboundUncompressedSize(long bytes) {
      unzipped += bytes;
      if (unzipped > limits.bytes()) {
        throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
      }
    }

    /** As at a deadline: the only way in which a context ends its call. */
    private void end() {
      if (context != null) {
        context.cancel(new TimeoutException());
      }
    }

    @Override
    public void streamClosed(Status status) {
      forget();
      if (ending != null) {
        ending.cancel(false);
      }
    }

    private void forget() {
      synchronized (held) {
        isClosed = true;
        held.remove(this);
      }
    }
  }
}
