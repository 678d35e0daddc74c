package harbor.kit.bff.overload;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Connections of one event loop that are not read for a moment because a request of theirs was
 * refused.
 *
 * <p>Refusing is cheap but not free: reading and answering a request costs the kernel and the HTTP
 * codec about a third of what a page costs, so at several times the load a loop that answers
 * everybody does nothing else. A client that was just told to come back later is therefore not
 * listened to until there is room, or until its turn comes; what it sends meanwhile waits in the
 * kernel's buffers, where it costs nothing, and TCP slows it down.
 *
 * <p>Room goes to who was refused last (adaptive LIFO, Maurer, "Fail at Scale", ACM Queue 2015):
 * what they have sent since is fresh, what others have sent is late whatever is done for it. Nobody
 * waits longer than {@link #LONGEST_FIRST} the first time; who keeps asking instead of coming back
 * later, four times as long each time, up to {@link #LONGEST}. Used by the event loop's thread.
 */
final class WaitingConnections {
  /** So that refusals alone take no more than a small part of a loop's time. */
  private static final long TURN = Duration.ofMillis(1).toNanos();

  /** A request of importance may come over a connection on which another one was refused. */
  private static final long LONGEST_FIRST = Duration.ofMillis(300).toNanos();

  private static final long LONGEST = LONGEST_FIRST * 16;

  /** Who was not refused for so long has come back later, as told. */
  private static final long FORGOTTEN = 2 * LONGEST;

  private static final long TICK_MILLIS = 2;
  private static final AttributeKey<Waiting> WAITING =
      AttributeKey.valueOf(WaitingConnections.class, "WAITING");

  private final ScheduledExecutorService loop;
  private final IntSupplier room;
  private final LongSupplier nanos;
  private final LinkedHashSet<Waiting> byRefusal = new LinkedHashSet<>();
  private final TreeSet<Waiting> byTurn =
      new TreeSet<>(
          Comparator.<Waiting>comparingLong(waiting -> waiting.turn)
              .thenComparingLong(waiting -> waiting.number));
  private long lastNumber;
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

  /** A connection of which a request was refused, and when its turn is. */
  private static final class Waiting {
    final Channel connection;

    /** Tells it from others whose turn is at the same time. */
    final long number;

    long longest = LONGEST_FIRST;
    long refusedAt;
    long turn;

    Waiting(Channel connection, long number) {
      this.connection = connection;
      this.number = number;
    }
  }

  /** A request of this connection was refused. */
  void refused(Channel connection) {
    long now = nanos.getAsLong();
    Waiting waiting = connection.attr(WAITING).get();
    if (waiting == null) {
      waiting = new Waiting(connection, ++lastNumber);
      connection.attr(WAITING).set(waiting);
    } else if (byTurn.remove(waiting)) {
      // Many streams of one connection were refused at once: it waits for all of them.
      byRefusal.remove(waiting);
    } else {
      boolean again = now - waiting.refusedAt < FORGOTTEN;
      waiting.longest = again ? Math.min(waiting.longest * 4, LONGEST) : LONGEST_FIRST;
    }
    waiting.refusedAt = now;
    lastTurn = Math.min(Math.max(lastTurn, now) + TURN, now + LONGEST);
    waiting.turn = Math.min(lastTurn, now + waiting.longest);
    byTurn.add(waiting);
    byRefusal.add(waiting);
    connection.config().setAutoRead(false);
    tick();
  }

  private void tick() {
    if (!ticking) {
      ticking = true;
      var _ = loop.schedule(this::turn, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void turn() {
    ticking = false;
    for (int free = room.getAsInt(); free > 0 && !byRefusal.isEmpty(); free--) {
      listen(byRefusal.getLast());
    }
    long now = nanos.getAsLong();
    while (!byTurn.isEmpty() && byTurn.first().turn <= now) {
      listen(byTurn.first());
    }
    if (!byTurn.isEmpty()) {
      tick();
    }
  }

  private void listen(Waiting waiting) {
    byTurn.remove(waiting);
    byRefusal.remove(waiting);
    waiting.connection.config().setAutoRead(true);
  }
}
