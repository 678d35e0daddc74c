package harbor.kit.bff.overload;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * An event loop in simulated time that serves HTTP/1.1 connections: what it costs to refuse and to
 * make a page, and that nothing else happens meanwhile.
 *
 * <p>A page costs {@link #PAGE} of the loop's time, half of it when the core services answer after
 * {@link #CORES}; a refusal costs {@link #REFUSAL}, to keep what is not heard {@link #HELD}.
 * Clients send at a rate whatever happens, each over an idle one of the connections, and give up
 * {@link #PATIENCE} after they sent.
 */
final class SimulatedLoop {
  static final Duration PAGE = Duration.ofNanos(80_000);
  static final Duration REFUSAL = Duration.ofNanos(27_000);
  static final Duration HELD = Duration.ofNanos(5_000);
  static final Duration CORES = Duration.ofMillis(2);
  static final Duration PATIENCE = Duration.ofMillis(250);

  private static final int HEAD_BYTES = 100;

  /** Pages a second of a loop that does nothing else. */
  static final double PEAK = 1e9 / PAGE.toNanos();

  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final List<Connection> connections = new ArrayList<>();
  private final PriorityQueue<Reply> replies = new PriorityQueue<>();
  private final @Nullable LoopGate gate;
  private final Defence defence;
  private final int slowness;
  private long now;
  private double nextArrival;
  private int arrivals;
  private Counts counts = new Counts();

  /** What became of the requests: one count a priority. */
  static final class Counts {
    private final Map<Priority, Integer> good = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> late = new EnumMap<>(Priority.class);
    private final Map<Priority, Integer> refused = new EnumMap<>(Priority.class);

    int good() {
      return good.values().stream().mapToInt(i -> i).sum();
    }

    int refused() {
      return refused.values().stream().mapToInt(i -> i).sum();
    }

    /** The share of the answered requests of a priority that got their page in time. */
    double served(Priority priority) {
      double served = good.getOrDefault(priority, 0);
      return served / (served + late.getOrDefault(priority, 0) + refused.getOrDefault(priority, 0));
    }
  }

  private static final class Connection {
    final EmbeddedChannel channel = new EmbeddedChannel();
    @Nullable Priority request;
    long sent;
  }

  /** What a loop does against too much load: each does what those before it do. */
  private enum Defence {
    NONE,
    /** Refuses what is too much. */
    SHEDS,
    /** Does not read on at once from those it refused. */
    PAUSES,
    /** Keeps unread what it would only refuse. */
    HOLDS;

    boolean has(Defence other) {
      return compareTo(other) >= 0;
    }
  }

  private record Reply(Connection connection, long due) implements Comparable<Reply> {
    @Override
    public int compareTo(Reply other) {
      return Long.compare(due, other.due);
    }
  }

  private SimulatedLoop(int connections, Defence defence, int slowness) {
    this.defence = defence;
    this.slowness = slowness;
    gate =
        defence.has(Defence.SHEDS)
            ? new LoopGate(loop.eventLoop(), OverloadSettings.DEFAULTS, () -> now)
            : null;
    loop.freezeTime();
    for (int i = 0; i < connections; i++) {
      this.connections.add(new Connection());
    }
    idle.addAll(this.connections);
  }

  /** As it is. */
  static SimulatedLoop shedding(int connections) {
    return shedding(connections, 1);
  }

  /** As it is, on so many times slower a processor. */
  static SimulatedLoop shedding(int connections, int slowness) {
    return new SimulatedLoop(connections, Defence.HOLDS, slowness);
  }

  /** One that hears everybody who was not refused, on so many times slower a processor. */
  static SimulatedLoop withoutHolding(int connections, int slowness) {
    return new SimulatedLoop(connections, Defence.PAUSES, slowness);
  }

  /** One that reads on from those it refused. */
  static SimulatedLoop withoutPauses(int connections) {
    return new SimulatedLoop(connections, Defence.SHEDS, 1);
  }

  /** One that serves everybody. */
  static SimulatedLoop withoutShedding(int connections) {
    return new SimulatedLoop(connections, Defence.NONE, 1);
  }

  /** Runs with so many requests a second, and says what became of those answered meanwhile. */
  Counts run(Duration length, double perSecond, IntFunction<Priority> mix) {
    counts = new Counts();
    long end = now + length.toNanos();
    double between = 1e9 / perSecond;
    nextArrival = Math.max(nextArrival, (double) now);
    while (now < end) {
      long before = now;
      arrive(between, mix);
      for (Connection connection : connections) {
        read(connection);
      }
      reply();
      loop.runPendingTasks();
      if (now == before) {
        sleep(end);
      }
    }
    return counts;
  }

  int limit() {
    return gate == null ? Integer.MAX_VALUE : gate.limit().current();
  }

  private void arrive(double between, IntFunction<Priority> mix) {
    while (nextArrival <= now) {
      Connection connection = idle.poll();
      // Without an idle connection it is never sent.
      if (connection != null) {
        connection.request = mix.apply(arrivals);
        connection.sent = (long) nextArrival;
      }
      arrivals++;
      nextArrival += between;
    }
  }

  private void read(Connection connection) {
    Priority request = connection.request;
    if (request == null || connection.sent < 0 || !connection.channel.config().isAutoRead()) {
      return;
    }
    if (gate != null
        && defence.has(Defence.HOLDS)
        && gate.holds(connection.channel, HEAD_BYTES, () -> hear(connection, request))) {
      pass(HELD.multipliedBy(slowness));
    } else {
      hear(connection, request);
    }
  }

  private void hear(Connection connection, Priority request) {
    if (gate != null && !gate.enter(request, gated(connection))) {
      pass(REFUSAL.multipliedBy(slowness));
      counts.refused.merge(request, 1, Integer::sum);
      done(connection);
      return;
    }
    pass(PAGE.multipliedBy(slowness).dividedBy(2));
    replies.add(new Reply(connection, now + CORES.toNanos()));
    // read, but not answered
    connection.sent = -connection.sent - 1;
  }

  private void reply() {
    for (Reply next = replies.peek(); next != null && next.due <= now; next = replies.peek()) {
      replies.remove();
      pass(PAGE.multipliedBy(slowness).dividedBy(2));
      Connection connection = next.connection;
      Priority request = connection.request;
      if (request == null) {
        throw new AssertionError("A reply to nothing");
      }
      boolean good = now + connection.sent + 1 <= PATIENCE.toNanos();
      (good ? counts.good : counts.late).merge(request, 1, Integer::sum);
      if (gate != null) {
        gate.leave();
        gate.taken(gated(connection));
      }
      done(connection);
    }
  }

  private @Nullable EmbeddedChannel gated(Connection connection) {
    return defence.has(Defence.PAUSES) ? connection.channel : null;
  }

  private void done(Connection connection) {
    connection.request = null;
    idle.add(connection);
  }

  private void sleep(long end) {
    long next = Math.min(end, (long) Math.ceil(nextArrival));
    Reply reply = replies.peek();
    next = reply == null ? next : Math.min(next, reply.due);
    long untilTask = loop.runScheduledPendingTasks();
    next = untilTask < 0 ? next : Math.min(next, now + untilTask);
    pass(Duration.ofNanos(Math.max(1, next - now)));
  }

  private void pass(Duration work) {
    now += work.toNanos();
    loop.advanceTimeBy(work.toNanos(), TimeUnit.NANOSECONDS);
  }
}
