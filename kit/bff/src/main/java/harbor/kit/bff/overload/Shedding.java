package harbor.kit.bff.overload;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.Answers;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Turns requests away, before any work is done for them, while the event loop that would do it is
 * saturated: first the DEFERRABLE ones, last the ESSENTIAL.
 *
 * <p>While so many are refused that it takes a tenth of a loop's time, what idle connections of
 * HTTP/1.1 send is kept and not heard ({@link #hold}), until there is room or their turn comes.
 *
 * <p>A refused request gets 503 with {@code Retry-After} of one or two seconds, so that those who
 * come back do not come together. Each event loop has a gate of its own: a connection stays on one
 * loop, and one loop may be saturated while another idles. Thread-safe.
 */
public final class Shedding {
  private static final AttributeKey<CompletionStage<?>> WORK =
      AttributeKey.valueOf(Shedding.class, "WORK");

  /** Whose bodies nobody reads. */
  private static final Set<HttpMethod> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

  private final Map<EventExecutor, LoopGate> gates;
  private final Map<Priority, Counter> shed;
  private final Counter held;
  private final Refusals refusals;
  private final boolean off;

  private Shedding(
      Map<EventExecutor, LoopGate> gates,
      Map<Priority, Counter> shed,
      Counter held,
      Refusals refusals,
      boolean off) {
    this.gates = gates;
    this.shed = shed;
    this.held = held;
    this.refusals = refusals;
    this.off = off;
  }

  /**
   * What the gates are at now.
   *
   * @param limit requests that may be under way, on all event loops together
   * @param inFlight requests that are under way
   * @param queueing how long work stands in the queue of the loop where it stands longest
   * @param shed requests turned away since the start, by priority
   */
  public record State(int limit, int inFlight, Duration queueing, Map<Priority, Long> shed) {
    /** Copies the map. */
    public State {
      shed = Map.copyOf(shed);
    }
  }

  /** Gates for these event loops. */
  public static Shedding of(
      OverloadSettings settings, EventLoopGroup loops, Answers answers, MeterRegistry metrics) {
    return of(settings, loops, answers, metrics, System::nanoTime);
  }

  static Shedding of(
      OverloadSettings settings,
      EventLoopGroup loops,
      Answers answers,
      MeterRegistry metrics,
      LongSupplier nanos) {
    Map<EventExecutor, LoopGate> gates = new HashMap<>();
    loops.forEach(loop -> gates.put(loop, new LoopGate((EventLoop) loop, settings, nanos)));
    Map<Priority, Counter> shed = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      shed.put(priority, counter(metrics, priority.word(), "saturated"));
    }
    Counter held = counter(metrics, "any", "held");
    Shedding shedding =
        new Shedding(gates, shed, held, new Refusals(answers), settings.queue().isZero());
    Gauge.builder("harbor.bff.in.flight", shedding, s -> s.state().inFlight()).register(metrics);
    Gauge.builder("harbor.bff.in.flight.limit", shedding, s -> s.state().limit()).register(metrics);
    Gauge.builder(
            "harbor.bff.queueing.seconds", shedding, s -> s.state().queueing().toNanos() / 1e9)
        .register(metrics);
    return shedding;
  }

  private static Counter counter(MeterRegistry metrics, String priority, String reason) {
    return Counter.builder("harbor.bff.shed")
        .tag("priority", priority)
        .tag("reason", reason)
        .register(metrics);
  }

  /** What the gates are at now. */
  public State state() {
    int limit = 0;
    int inFlight = 0;
    Duration queueing = Duration.ZERO;
    for (LoopGate gate : gates.values()) {
      limit += gate.limit().current();
      inFlight += gate.limit().inFlight();
      Duration standing = gate.limit().standing();
      queueing = standing.compareTo(queueing) > 0 ? standing : queueing;
    }
    Map<Priority, Long> counts = new EnumMap<>(Priority.class);
    shed.forEach((priority, count) -> counts.put(priority, (long) count.count()));
    return new State(limit, inFlight, queueing, counts);
  }

  /**
   * Keeps what idle connections send while their loop's gate does not hear them; first of what
   * stands in a connection's pipeline.
   */
  public void hold(ServerBuilder server) {
    if (!off) {
      server.childChannelPipelineCustomizer(
          pipeline ->
              pipeline.addFirst(
                  new HeldReads(gate(pipeline.channel().eventLoop()), held::increment)));
    }
  }

  private LoopGate gate(EventExecutor loop) {
    LoopGate gate = gates.get(loop);
    if (gate == null) {
      throw new IllegalStateException("An event loop that is not the BFF's: " + loop);
    }
    return gate;
  }

  /** The service behind the gates; itself when shedding is off. */
  public HttpService protect(HttpService service, Priority priority) {
    return off ? service : new Gated(service, priority);
  }

  /**
   * Says what is done for a request: it counts until that has ended, too, although its client may
   * have left long before.
   */
  public static void counts(ServiceRequestContext ctx, CompletionStage<?> work) {
    ctx.setAttr(WORK, work);
  }

  private static void leave(ServiceRequestContext ctx, LoopGate gate, EventLoop loop) {
    CompletionStage<?> work = ctx.attr(WORK);
    if (work == null) {
      onLoop(loop, gate::leave);
    } else {
      var _ = work.whenComplete((_, _) -> onLoop(loop, gate::leave));
    }
  }

  private static void onLoop(EventLoop loop, Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private final class Gated extends SimpleDecoratingHttpService {
    private final Priority priority;
    private final Counter shedOfItsPriority;

    Gated(HttpService service, Priority priority) {
      super(service);
      this.priority = priority;
      shedOfItsPriority = Objects.requireNonNull(shed.get(priority));
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
      EventLoop loop = ctx.eventLoop().withoutContext();
      LoopGate gate = gate(loop);
      Channel connection = ctx.log().partial().channel();
      if (!gate.enter(priority, connection)) {
        shedOfItsPriority.increment();
        return refusals.busy(ctx, ThreadLocalRandom.current().nextInt(1, 3));
      }
      Runnable arrived =
          READS.contains(request.method()) ? () -> {} : awaited(request, gate.limit(), loop);
      // From then on only the client's reading takes time, and a stream of events would stay long.
      // A client that leaves does not end what changes something at once: that counts until it has.
      var _ =
          ctx.log()
              .whenAvailable(RequestLogProperty.RESPONSE_HEADERS)
              .thenAccept(
                  log -> {
                    onLoop(loop, arrived);
                    leave(ctx, gate, loop);
                    Runnable taken = () -> gate.taken(connection);
                    boolean isStream = log.responseHeaders().contentLength() < 0;
                    if (isStream) {
                      onLoop(loop, taken);
                    } else {
                      var _ = ctx.log().whenComplete().thenRun(() -> onLoop(loop, taken));
                    }
                  });
      return unwrap().serve(ctx, request);
    }

    /**
     * A body is to come, and does not count as long as it does not.
     *
     * @return has to be run, on the event loop, when nobody waits for it any more; runs by itself
     *     when it has come
     */
    private static Runnable awaited(HttpRequest request, LoopLimit limit, EventLoop loop) {
      limit.await();
      AtomicBoolean isAwaited = new AtomicBoolean(true);
      Runnable arrived =
          () -> {
            if (isAwaited.getAndSet(false)) {
              limit.awaited();
            }
          };
      var _ = request.whenComplete().whenComplete((_, _) -> onLoop(loop, arrived));
      return arrived;
    }
  }
}
