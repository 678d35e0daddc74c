package harbor.kit.bff.overload;

import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one event loop that are not read for a moment because a request of theirs was
 * refused.
 *
 * <p>Refusing is cheap but not free: reading and answering a request costs the kernel and the HTTP
 * codec about a fifth of what a page costs, so at several times the load a loop that answers
 * everybody does nothing else. A client that was just told to come back later is therefore not
 * listened to until there is room, or until its turn comes; what it sends meanwhile waits in the
 * kernel's buffers, where it costs nothing, and TCP slows it down. No wait is longer than {@link
 * #LONGEST}. Used by the event loop's thread.
 */
final class WaitingConnections {
  /** So that refusals alone take no more than a small part of a loop's time. */
  private static final long TURN = Duration.ofMillis(1).toNanos() * 2 / 5;

  /** A request of importance may come over a connection on which another one was refused. */
  private static final long LONGEST = Duration.ofMillis(300).toNanos();

  private static final long TICK_MILLIS = 2;

  private final ScheduledExecutorService loop;
  private final IntSupplier room;
  private final LongSupplier nanos;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private long lastTurn;
  private boolean ticking;

  /**
   * Nobody waits yet.
   *
   * @param loop the event loop
   * @param room how many more requests the loop can take now; asked while anybody waits
   * @param nanos the time
   */
  WaitingConnections(ScheduledExecutorService loop, IntSupplier room, LongSupplier nanos) {
    this.loop = loop;
    this.room = room;
    this.nanos = nanos;
    lastTurn = nanos.getAsLong();
  }

  /** A connection, and when its turn is. */
  private static final class Waiting {
    final Channel connection;
    long turn;

    Waiting(Channel connection, long turn) {
      this.connection = connection;
      this.turn = turn;
    }
  }

  /** A request of this connection was refused. */
  void refused(Channel connection) {
    long now = nanos.getAsLong();
    lastTurn = Math.min(Math.max(lastTurn, now) + TURN, now + LONGEST);
    if (connection.config().isAutoRead()) {
      connection.config().setAutoRead(false);
      queue.add(new Waiting(connection, lastTurn));
      tick();
      return;
    }
    Waiting last = queue.peekLast();
    if (last != null && last.connection.equals(connection)) {
      // Many streams of one connection were refused at once: it waits for all of them.
      last.turn = lastTurn;
    }
  }

  private void tick() {
    if (!ticking) {
      ticking = true;
      var _ = loop.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    ticking = false;
    long now = nanos.getAsLong();
    for (int free = room.getAsInt(); free > 0 && !queue.isEmpty(); free--) {
      listen(queue.poll());
    }
    for (Waiting next = queue.peek(); next != null && next.turn <= now; next = queue.peek()) {
      listen(queue.poll());
    }
    if (!queue.isEmpty()) {
      tick();
    }
  }

  private static void listen(@Nullable Waiting waiting) {
    if (waiting != null) {
      waiting.connection.config().setAutoRead(true);
    }
  }
}
