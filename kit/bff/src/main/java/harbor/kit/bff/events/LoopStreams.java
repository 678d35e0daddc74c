package harbor.kit.bff.events;

import com.linecorp.armeria.common.stream.AbortedStreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The streams of one event loop: one timer for the heartbeats of all, and one task for all that
 * have something to send. Used by the loop's thread, but for {@link #wake}.
 */
final class LoopStreams {
  /** Between two signs of life, for whoever stands between and for the client. */
  static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Who has taken nothing for so long is gone. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int BUCKETS = (int) HEARTBEAT.toSeconds();

  private final ScheduledExecutorService loop;
  private final LongSupplier nanos;
  private final Runnable dropped;
  private final BooleanSupplier isStopping;

  /** Whose heartbeat is due in the same second. */
  private final List<List<EventStream>> buckets = new ArrayList<>();

  private final Set<EventStream> blocked = new LinkedHashSet<>();
  private final Object lock = new Object();
  private List<EventStream> awake = new ArrayList<>();
  private int size;
  private int now;
  private boolean isTicking;

  /**
   * None yet.
   *
   * @param nanos the time
   * @param dropped told of each client that is gone because it takes nothing
   * @param isStopping whether streams end as soon as they begin
   */
  LoopStreams(
      ScheduledExecutorService loop,
      LongSupplier nanos,
      Runnable dropped,
      BooleanSupplier isStopping) {
    this.loop = loop;
    this.nanos = nanos;
    this.dropped = dropped;
    this.isStopping = isStopping;
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new ArrayList<>(0));
    }
  }

  long nanos() {
    return nanos.getAsLong();
  }

  boolean isStopping() {
    return isStopping.getAsBoolean();
  }

  int size() {
    return size;
  }

  void add(EventStream stream) {
    List<EventStream> bucket = buckets.get(now);
    stream.bucket = now;
    stream.index = bucket.size();
    bucket.add(stream);
    size++;
    if (!isTicking) {
      isTicking = true;
      tickLater();
    }
  }

  void remove(EventStream stream) {
    List<EventStream> bucket = buckets.get(stream.bucket);
    EventStream last = bucket.removeLast();
    if (last != stream) {
      bucket.set(stream.index, last);
      last.index = stream.index;
    }
    blocked.remove(stream);
    size--;
  }

  /** It has something to send. From any thread, once until it has taken it. */
  void wake(EventStream stream) {
    boolean isFirst;
    synchronized (lock) {
      isFirst = awake.isEmpty();
      awake.add(stream);
    }
    if (isFirst) {
      loop.execute(this::send);
    }
  }

  private void send() {
    List<EventStream> all;
    synchronized (lock) {
      all = awake;
      awake = new ArrayList<>();
    }
    all.forEach(
        stream -> {
          stream.send();
          note(stream);
        });
  }

  private void note(EventStream stream) {
    if (stream.isOpen() && stream.isBlocked()) {
      blocked.add(stream);
    }
  }

  private void tickLater() {
    var _ = loop.schedule(this::tick, 1, TimeUnit.SECONDS);
  }

  private void tick() {
    if (size == 0) {
      isTicking = false;
      return;
    }
    tickLater();
    now = (now + 1) % BUCKETS;
    List<EventStream> due = buckets.get(now);
    // One that leaves meanwhile is replaced by the last one.
    for (int i = due.size() - 1; i >= 0; i--) {
      if (i < due.size()) {
        EventStream stream = due.get(i);
        stream.heartbeat();
        note(stream);
      }
    }
    drop();
  }

  private void drop() {
    blocked.removeIf(stream -> !stream.isBlocked());
    long latest = nanos() - PATIENCE.toNanos();
    for (EventStream stream : List.copyOf(blocked)) {
      if (stream.sentNanos() <= latest) {
        dropped.run();
        stream.abort(AbortedStreamException.get());
      }
    }
  }

  /** Ends all streams. */
  void end() {
    buckets.forEach(bucket -> List.copyOf(bucket).forEach(EventStream::end));
  }
}
