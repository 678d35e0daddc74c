package harbor.kit.bff.events;

import harbor.kit.bff.events.LiveKey.Slot;
import harbor.observability.TraceLinks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reads of one source: batches, some at a time, and pauses after failures. Guarded. */
final class SourceReads {
  private static final Logger log = LoggerFactory.getLogger(SourceReads.class);
  private static final int MAX_KEYS = 100;
  private static final int MAX_BATCHES = 4;
  private static final long MIN_PAUSE_MILLIS = 100;
  private static final long MAX_PAUSE_MILLIS = 2_000;

  private final LiveSource<?> source;
  private final RandomGenerator random;
  private final ArrayDeque<Slot> queue = new ArrayDeque<>();
  private int running;
  private boolean isPausing;
  private long pauseMillis = MIN_PAUSE_MILLIS;

  /**
   * One read of several keys.
   *
   * @param epoch when it began
   */
  record Batch(SourceReads reads, long epoch, List<Slot> slots) {
    List<String> ids() {
      return slots.stream().map(slot -> slot.key().id()).toList();
    }

    /** What caused the changes that it is made for. */
    List<String> causes() {
      return slots.stream().map(Slot::seenCauses).reduce(List.of(), TraceLinks::union);
    }
  }

  SourceReads(LiveSource<?> source, RandomGenerator random) {
    this.source = source;
    this.random = random;
  }

  LiveSource<?> source() {
    return source;
  }

  /** A read of this key that begins later is wanted. */
  void want(Slot slot) {
    if (slot.want()) {
      queue.add(slot);
    }
  }

  /** The next batch; null when there is none, or none may begin now. */
  @Nullable Batch next(long epoch) {
    if (isPausing || running == MAX_BATCHES) {
      return null;
    }
    List<Slot> slots = new ArrayList<>();
    while (slots.size() < MAX_KEYS && !queue.isEmpty()) {
      Slot slot = queue.remove();
      if (slot.key().isRead()) {
        slot.begin();
        slots.add(slot);
      }
    }
    if (slots.isEmpty()) {
      return null;
    }
    running++;
    return new Batch(this, epoch, slots);
  }

  void succeeded(Batch batch, Map<String, ?> states) {
    running--;
    if (pauseMillis > MIN_PAUSE_MILLIS) {
      log.info("{}: states are read again", source);
    }
    pauseMillis = MIN_PAUSE_MILLIS;
    for (Slot slot : batch.slots()) {
      if (slot.succeed(batch.epoch(), states.get(slot.key().id()))) {
        queue.add(slot);
      }
    }
  }

  /** Returns the pause after which {@link #goOn} has to be called; 0 when it will be anyway. */
  long failed(Batch batch, Throwable failure) {
    running--;
    for (Slot slot : batch.slots()) {
      slot.fail(batch.epoch());
      queue.add(slot);
    }
    log.debug("{}: a read failed", source, failure);
    if (isPausing) {
      return 0;
    }
    if (pauseMillis == MIN_PAUSE_MILLIS) {
      log.warn("{}: states cannot be read; they are asked for until they can", source);
    }
    isPausing = true;
    long pause = pauseMillis / 2 + random.nextLong(pauseMillis / 2 + 1);
    pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    return pause;
  }

  /** Whether the service did not answer, and is not asked again yet. */
  boolean isPausing() {
    return isPausing;
  }

  void goOn() {
    isPausing = false;
  }
}
