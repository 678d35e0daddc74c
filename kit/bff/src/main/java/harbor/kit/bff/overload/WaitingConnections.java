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
import org.jspecify.annotations.Nullable;

/**
 * Connections of one event loop that are not read for a moment because a request of theirs was
 * refused, or would be.
 *
 * <p>Refusing is cheap but not free: reading and answering a request costs the kernel and the HTTP
 * codec about a third of what a page costs, so at several times the load a loop that answers
 * everybody does nothing else. A client that was just told to come back later is therefore not
 * listened to until there is room, or until its turn comes; what it sends meanwhile waits in the
 * kernel's buffers, where it costs nothing, and TCP slows it down. Where so many were refused that
 * their turns make a queue, those who ask for the first time wait in it too.
 *
 * <p>Room goes to who was refused last (adaptive LIFO, Maurer, "Fail at Scale", ACM Queue 2015):
 * what they have sent since is fresh, what others have sent is late whatever is done for it. Nobody
 * who was refused waits longer than {@link #LONGEST_FIRST} turns the first time; who keeps asking
 * instead of coming back later, and who was not heard at all, up to {@link #LONGEST}. Used by the
 * event loop's thread.
 */
final class WaitingConnections {
  /** In turns. A request of importance may come over a connection that was refused another one. */
  private static final int LONGEST_FIRST = 1_000;

  private static final int LONGEST = LONGEST_FIRST * 4;

  /** Who was not refused for so many turns has come back later, as told. */
  private static final int FORGOTTEN = 2 * LONGEST;

  /** Turns of refusals in front of a connection; beyond that it is not heard before its own. */
  private static final int ENOUGH = 10;

  /** Whoever was kept so long is told to come back: others have asked since. */
  private static final long LATE = Duration.ofMillis(250).toNanos();

  private static final long TICK_MILLIS = 2;
  private static final AttributeKey<Waiting> WAITING =
      AttributeKey.valueOf(WaitingConnections.class, "WAITING");

  private final ScheduledExecutorService loop;
  private final IntSupplier room;
  private final LongSupplier turns;
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
   * @param turns nanoseconds from one refusal to the next, now
   * @param nanos the time
   */
  WaitingConnections(
      ScheduledExecutorService loop, IntSupplier room, LongSupplier turns, LongSupplier nanos) {
    this.loop = loop;
    this.room = room;
    this.turns = turns;
    this.nanos = nanos;
    lastTurn = nanos.getAsLong();
  }

  /** A connection that is not read, and when its turn is. */
  private static final class Waiting {
    final Channel connection;

    /** Tells it from others whose turn is at the same time. */
    final long number;

    int longest = LONGEST_FIRST;
    long refusedAt = Long.MIN_VALUE / 2;
    long turn;

    /** What it sends until then is let in or refused. */
    long heardUntil;

    /** Since when something of it is kept. */
    long heldAt;

    /** Hears what is kept. */
    @Nullable Runnable heard;

    /** What is heard now was kept for too long. */
    boolean isLate;

    Waiting(Channel connection, long number, long now) {
      this.connection = connection;
      this.number = number;
      heardUntil = now;
    }
  }

  /**
   * Whether what a connection sends is not heard now: it would be refused, and there were refusals
   * enough for the moment. It waits as if it had been refused.
   *
   * @param isHopeless whether nobody new is heard, however few were refused
   * @param heard runs when the connection is heard again
   */
  boolean holds(Channel connection, boolean isHopeless, Runnable heard) {
    long now = nanos.getAsLong();
    Waiting waiting = waiting(connection, now);
    if (waiting.heardUntil > now) {
      waiting.heardUntil = now;
      return false;
    }
    if (!isHopeless && lastTurn - now < ENOUGH * turns.getAsLong()) {
      return false;
    }
    stop(waiting);
    waiting.heard = heard;
    waiting.heldAt = now;
    await(waiting, now, LONGEST);
    return true;
  }

  /** Whether a request of this connection comes from what was kept for too long. */
  boolean isLate(Channel connection) {
    Waiting waiting = connection.attr(WAITING).get();
    return waiting != null && waiting.isLate;
  }

  /** A request of this connection was refused. */
  void refused(Channel connection) {
    long now = nanos.getAsLong();
    Waiting waiting = waiting(connection, now);
    // Many streams of one connection may be refused at once: it waits for all of them.
    if (!stop(waiting)) {
      boolean again = now - waiting.refusedAt < FORGOTTEN * turns.getAsLong();
      waiting.longest = again ? Math.min(waiting.longest * 4, LONGEST) : LONGEST_FIRST;
    }
    waiting.refusedAt = now;
    await(waiting, now, waiting.longest);
  }

  private Waiting waiting(Channel connection, long now) {
    Waiting waiting = connection.attr(WAITING).get();
    if (waiting == null) {
      waiting = new Waiting(connection, ++lastNumber, now);
      connection.attr(WAITING).set(waiting);
    }
    return waiting;
  }

  private void await(Waiting waiting, long now, int longest) {
    long ofOne = turns.getAsLong();
    lastTurn = Math.min(Math.max(lastTurn, now) + ofOne, now + LONGEST * ofOne);
    waiting.turn = Math.min(lastTurn, now + longest * ofOne);
    byTurn.add(waiting);
    byRefusal.add(waiting);
    waiting.connection.config().setAutoRead(false);
    tick();
  }

  /** Whether it was waiting. */
  private boolean stop(Waiting waiting) {
    byRefusal.remove(waiting);
    return byTurn.remove(waiting);
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
    stop(waiting);
    long now = nanos.getAsLong();
    waiting.heardUntil = now + ENOUGH * turns.getAsLong();
    waiting.connection.config().setAutoRead(true);
    Runnable heard = waiting.heard;
    if (heard != null) {
      waiting.heard = null;
      // Room does not make fresh again what is late: a page for it is taken from those who ask now.
      waiting.isLate = now - waiting.heldAt > LATE;
      heard.run();
      waiting.isLate = false;
    }
  }
}
