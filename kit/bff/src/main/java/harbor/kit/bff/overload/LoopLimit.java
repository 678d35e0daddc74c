package harbor.kit.bff.overload;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests may be under way on one event loop, found from how long its queue stands.
 *
 * <p>What saturates a BFF is the event loop's thread, and the sign of it is that whatever happens
 * on the loop has to wait. So the signal is CoDel's (Nichols and Jacobson, "Controlling Queue
 * Delay", ACM Queue 2012; for servers: Maurer, "Fail at Scale", ACM Queue 2015): a queue is bad
 * when even its <em>shortest</em> wait stays over the target for a whole interval; a pause or a
 * burst that drains is not. What follows from it is a limit of the requests in flight that shrinks
 * by the gradient of target and wait, at most by half, and grows again by a tenth an interval, as
 * in Netflix's concurrency-limits (Gradient2Limit, AIMDLimit). Unlike there the time of the whole
 * request is no signal: in a BFF that is mostly the core services', and a slow one is no reason to
 * turn away what does not need it.
 *
 * <p>A request whose body is still to come is no work, and a client that sends one slowly keeps
 * nobody out: it counts for the widest limit alone, which guards memory.
 *
 * <p>Each {@link Priority} may enter while fewer requests than its share of the limit are under
 * way, so the lower ones are turned away first. A cold JVM is slow at everything for some seconds:
 * the target is wide for its first requests.
 *
 * <p>Used by the event loop's thread; {@link #current}, {@link #inFlight} and {@link #standing} by
 * any.
 */
final class LoopLimit {
  /** So few keep no loop busy, and say nothing of how quick it is. */
  private static final int MIN = 8;

  /**
   * Never turn away what is done within so short a time: on a processor that others use too, waits
   * are long whatever is under way, and a limit that followed them would leave the loop without
   * work.
   */
  private static final double WELL_DONE_SECONDS = 0.05;

  private static final long INTERVAL = Duration.ofMillis(100).toNanos();

  /** Fewer waits than these say nothing of a queue. */
  private static final int WAITS_THAT_TELL = 3;

  private static final int COLD_REQUESTS = 5_000;
  private static final int COLD_FACTOR = 50;

  /** Times what is bearable. */
  private static final int HOPELESS = 5;

  private static final double MAX_SHRINK = 0.5;
  private static final double MIN_SHRINK = 0.9;
  private static final double GROWTH = 1.1;

  /**
   * One refusal in the time of so many pages: it costs the kernel and the HTTP codec about a third
   * of what a page costs, so a tenth of the loop's time at most.
   */
  private static final double PAGES_A_REFUSAL = 10.0 / 3;

  private static final long SHORTEST_TURN = Duration.ofMillis(1).toNanos();
  private static final long LONGEST_TURN = Duration.ofMillis(20).toNanos();

  private final long target;
  private final int max;
  private final int min;
  private final AtomicInteger limit;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong shortestWait = new AtomicLong();

  /** Entered, and waiting for the rest of what they were sent. */
  private int awaited;

  private long grownAt;
  private long badSince;
  private int badWaits;
  private long shortest = Long.MAX_VALUE;
  private int peak;
  private int entered;
  private long countedFrom;
  private int done;
  private int left;
  private double perSecond;

  /**
   * A limit that nothing has narrowed yet.
   *
   * @param target how long the queue may stand
   * @param max the limit when the loop is not saturated
   * @param now nanoseconds
   */
  LoopLimit(Duration target, int max, long now) {
    this.target = target.toNanos();
    this.max = max;
    min = Math.min(MIN, max);
    limit = new AtomicInteger(max);
    grownAt = now;
    countedFrom = now;
  }

  /**
   * Counts one more request under way, unless there are too many for its priority.
   *
   * @param isBeyondItsShare whether its connection has had its share: then it enters only while
   *     half as many are under way
   */
  boolean enter(Priority priority, boolean isBeyondItsShare) {
    int underWay = inFlight.getPlain();
    int allowed = priority.of(limit.getPlain()) / (isBeyondItsShare ? 2 : 1);
    if (underWay >= allowed || underWay + awaited >= max) {
      return false;
    }
    inFlight.setOpaque(underWay + 1);
    peak = Math.max(peak, underWay + 1);
    entered = Math.min(entered + 1, COLD_REQUESTS);
    return true;
  }

  /** A request that had entered is not whole: it is no work as long as the rest does not come. */
  void await() {
    inFlight.setOpaque(inFlight.getPlain() - 1);
    awaited++;
  }

  /** The rest of it has come, or will not. */
  void awaited() {
    awaited--;
    inFlight.setOpaque(inFlight.getPlain() + 1);
  }

  /** A request that had entered is done. */
  void leave() {
    inFlight.setOpaque(inFlight.getPlain() - 1);
    done++;
    left++;
  }

  /** Whether one more page may come in. */
  boolean hasRoom() {
    return inFlight.getPlain() < Priority.NORMAL.of(limit.getPlain());
  }

  /**
   * How many more pages may come in, if each of those that left since the last call makes room for
   * a next one of the same client.
   */
  int takeRoom() {
    int room = Priority.NORMAL.of(limit.getPlain()) - inFlight.getPlain() - left;
    left = 0;
    return room;
  }

  /** Nanoseconds from one refusal to the next, so that they leave the loop to what is let in. */
  long turn() {
    return Math.clamp((long) (1e9 * PAGES_A_REFUSAL / perSecond), SHORTEST_TURN, LONGEST_TURN);
  }

  /** Something waited so long in the loop's queue, until now. */
  void waited(long nanos, long now) {
    count(now);
    long bearable = bearable();
    if (nanos <= bearable) {
      badWaits = 0;
      shortestWait.setOpaque(nanos);
      grow(now);
      return;
    }
    if (badWaits == 0) {
      badSince = now;
      shortest = Long.MAX_VALUE;
    }
    badWaits++;
    shortest = Math.min(shortest, nanos);
    if (badWaits >= WAITS_THAT_TELL && now - badSince >= INTERVAL) {
      shrink((double) bearable / shortest, now);
    }
  }

  /** Whether a round of the loop that takes so long already leaves the next one late. */
  boolean isHopeless(long nanos) {
    return nanos > bearable() * HOPELESS;
  }

  private long bearable() {
    return entered < COLD_REQUESTS ? target * COLD_FACTOR : target;
  }

  private void count(long now) {
    long passed = now - countedFrom;
    if (passed >= INTERVAL) {
      perSecond = Math.max(done * 1e9 / passed, perSecond * MIN_SHRINK);
      done = 0;
      countedFrom = now;
    }
  }

  private void grow(long now) {
    long intervals = (now - grownAt) / INTERVAL;
    if (intervals == 0) {
      return;
    }
    grownAt += intervals * INTERVAL;
    peak = inFlight.getPlain();
    double grown = (limit.getPlain() + 1) * Math.pow(GROWTH, (double) Math.min(intervals, 1_000));
    limit.setOpaque((int) Math.min(grown, max));
  }

  /** From what really was under way: a limit far above says nothing. */
  private void shrink(double gradient, long now) {
    double factor = Math.clamp(gradient, MAX_SHRINK, MIN_SHRINK);
    double shrunk = Math.min(limit.getPlain(), peak) * factor;
    int floor = Math.max(min, (int) Math.min(max, perSecond * WELL_DONE_SECONDS));
    limit.setOpaque(Math.max(floor, (int) shrunk));
    shortestWait.setOpaque(shortest);
    peak = inFlight.getPlain();
    grownAt = now;
    badWaits = 0;
  }

  /** The limit now. */
  int current() {
    return limit.getOpaque();
  }

  /** Requests under way now. */
  int inFlight() {
    return inFlight.getOpaque();
  }

  /** How long the queue stood lately. */
  Duration standing() {
    return Duration.ofNanos(shortestWait.getOpaque());
  }
}
