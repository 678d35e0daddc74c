package harbor.kit.bff.overload;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one event loop: lets requests in, measures how long its queue stands, and keeps
 * count.
 *
 * <p>A connection has its share of the limit, which is the limit divided by the connections that
 * want something now: what it asks for beyond that is turned away first, so that nobody who asks
 * for much and leaves the answers keeps out those who ask one by one.
 *
 * <p>The measure: with the first request of each round of the loop a task is put at the end of the
 * loop's queue, and how long it takes to come up is what everything else on the loop has to wait.
 * Without requests there is no measure and no cost. Used by the event loop's thread.
 */
final class LoopGate {
  private static final AttributeKey<Wants> WANTS = AttributeKey.valueOf(LoopGate.class, "WANTS");

  /** Bytes of one loop, so that those who wait fill no memory. */
  private static final int MAX_HELD = 16 * 1024 * 1024;

  private final ScheduledExecutorService loop;
  private final LoopLimit limit;
  private final LongSupplier nanos;
  private final WaitingConnections waiting;

  /** With requests that are not done with. */
  private int connections;

  /** Bytes that connections sent and that are not heard. */
  private int held;

  private boolean measuring;
  private long measuredFrom;

  LoopGate(ScheduledExecutorService loop, OverloadSettings settings, LongSupplier nanos) {
    this.loop = loop;
    this.nanos = nanos;
    limit = new LoopLimit(settings.queue(), settings.inFlight(), nanos.getAsLong());
    waiting = new WaitingConnections(loop, limit::takeRoom, limit::turn, nanos);
  }

  /** Requests of a connection that came in, and whose answers it has not taken. */
  private static final class Wants {
    private int requests;
  }

  /**
   * Whether a request may come in; then {@link #leave} has to follow, and {@link #taken} when its
   * client has the answer.
   */
  boolean enter(Priority priority, @Nullable Channel connection) {
    measure();
    if (connection == null) {
      return limit.enter(priority, false);
    }
    Wants wants = wants(connection);
    int wanted = wants.requests;
    boolean isBeyondItsShare = wanted > 0 && wanted >= limit.current() / connections;
    if (waiting.isLate(connection) || !limit.enter(priority, isBeyondItsShare)) {
      waiting.refused(connection);
      return false;
    }
    wants.requests++;
    if (wanted == 0) {
      connections++;
    }
    return true;
  }

  /**
   * Whether what a connection sends is kept and not heard now; never of one that has a request
   * under way.
   *
   * @param bytes that are to be kept until it is heard
   * @param heard runs when it is heard again
   */
  boolean holds(Channel connection, int bytes, Runnable heard) {
    if (wanted(connection) > 0 || held + bytes > MAX_HELD) {
      return false;
    }
    boolean isHopeless = measuring && limit.isHopeless(nanos.getAsLong() - measuredFrom);
    if (!isHopeless && limit.hasRoom()) {
      return false;
    }
    Runnable heardAgain =
        () -> {
          held -= bytes;
          heard.run();
        };
    boolean holds = waiting.holds(connection, isHopeless, heardAgain);
    held += holds ? bytes : 0;
    return holds;
  }

  /** How many requests of a connection came in whose answers it has not taken. */
  int wanted(Channel connection) {
    return wants(connection).requests;
  }

  /** An answer of a request that came in is not kept for its client any more. */
  void taken(@Nullable Channel connection) {
    if (connection != null && --wants(connection).requests == 0) {
      connections--;
    }
  }

  private static Wants wants(Channel connection) {
    Wants wants = connection.attr(WANTS).get();
    if (wants == null) {
      wants = new Wants();
      connection.attr(WANTS).set(wants);
    }
    return wants;
  }

  /** A request that came in is done. */
  void leave() {
    limit.leave();
  }

  LoopLimit limit() {
    return limit;
  }

  private void measure() {
    if (!measuring) {
      measuring = true;
      measuredFrom = nanos.getAsLong();
      loop.execute(this::measured);
    }
  }

  private void measured() {
    measuring = false;
    long now = nanos.getAsLong();
    limit.waited(now - measuredFrom, now);
  }
}
