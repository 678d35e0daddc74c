package harbor.kit.bff.events;

import harbor.observability.TraceLinks;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A key that somebody reads: its states, and who has to be sent them. Guarded by the lock. */
final class LiveKey {
  private final String id;
  private final Slot[] slots;
  private final IdentityHashMap<LiveReader, Integer> readers = new IdentityHashMap<>(1);
  private States states;

  /** Its state at one source. There is one read at a time, so that states never go backwards. */
  static final class Slot {
    private final LiveKey key;
    private final int source;

    /** The latest read that told a state began then; 0: none did. */
    private long read;

    /** The latest read that ended, with a state or without, began then. */
    private long tried;

    private boolean isWanted;
    private boolean isReading;

    /** A change was told that no read has seen. */
    private boolean isChanged;

    /** The read that runs will have seen a change that was told. */
    private boolean seesChange;

    /** What caused the changes that were told and that no read has seen. */
    private List<String> causes = List.of();

    /** What caused those that the read that runs will have seen. */
    private List<String> seenCauses = List.of();

    Slot(LiveKey key, int source) {
      this.key = key;
      this.source = source;
    }

    LiveKey key() {
      return key;
    }

    int source() {
      return source;
    }

    void change(List<String> by) {
      isChanged = true;
      causes = TraceLinks.union(causes, by);
    }

    /** What caused what the read that runs will have seen. */
    List<String> seenCauses() {
      return seenCauses;
    }

    /** Asks for a read that begins later; returns whether it has to be queued. */
    boolean want() {
      boolean isNew = !isWanted && !isReading;
      isWanted = true;
      return isNew;
    }

    /** There is no state to wait for now. */
    void skip(long epoch) {
      tried = epoch;
    }

    void begin() {
      isWanted = false;
      isReading = true;
      seesChange = isChanged;
      isChanged = false;
      seenCauses = causes;
      causes = List.of();
    }

    boolean isUnread() {
      return isChanged || seesChange;
    }

    /** Returns whether it has to be queued again. */
    boolean succeed(long epoch, @Nullable Object state) {
      boolean isKnown = read > 0;
      boolean differs = !Objects.equals(key.states.at(source), state);
      boolean wasChanged = seesChange;
      read = epoch;
      tried = epoch;
      isReading = false;
      seesChange = false;
      seenCauses = List.of();
      if (differs) {
        key.states = key.states.with(source, state);
      }
      key.tell(isKnown, differs, wasChanged);
      return isWanted;
    }

    /** It has to be queued again. */
    void fail(long epoch) {
      tried = epoch;
      isReading = false;
      isWanted = true;
      isChanged |= seesChange;
      seesChange = false;
      causes = TraceLinks.union(seenCauses, causes);
      seenCauses = List.of();
      key.tellWaiting();
    }
  }

  LiveKey(String id, List<LiveSource<?>> sources) {
    this.id = id;
    this.states = States.unknown(sources);
    this.slots = new Slot[sources.size()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = new Slot(this, i);
    }
  }

  String id() {
    return id;
  }

  Slot slot(int source) {
    return slots[source];
  }

  void add(LiveReader reader, int bit) {
    readers.put(reader, bit);
  }

  void remove(LiveReader reader) {
    readers.remove(reader);
  }

  boolean isRead() {
    return !readers.isEmpty();
  }

  boolean isShared() {
    return readers.size() > 1;
  }

  /** Whether all states are known. */
  boolean isKnown() {
    for (Slot slot : slots) {
      if (slot.read == 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether a change was told and not read. */
  boolean isUnread() {
    for (Slot slot : slots) {
      if (slot.isUnread()) {
        return true;
      }
    }
    return false;
  }

  /** What a reader may be told: to one that waits, nothing from before it came. */
  States statesFor(LiveReader reader, long bit) {
    if (!reader.isWaiting(bit)) {
      return states;
    }
    States known = states;
    for (Slot slot : slots) {
      if (slot.read <= reader.since && known.at(slot.source) != null) {
        known = known.with(slot.source, null);
      }
    }
    return known;
  }

  private void tell(boolean wasKnown, boolean differs, boolean wasChanged) {
    readers.forEach(
        (reader, index) -> {
          long bit = 1L << index;
          if (reader.isWaiting(bit)) {
            tellWaiting(reader, bit, differs);
          } else if (reader.isTold(bit)
              ? !wasKnown || differs
              // It has what was before the change, from elsewhere; what is known here may be newer.
              : wasChanged || (wasKnown && differs)) {
            reader.send(bit);
          }
        });
  }

  /** Sends those who wait what can be known now. */
  void tellWaiting() {
    readers.forEach(
        (reader, index) -> {
          long bit = 1L << index;
          if (reader.isWaiting(bit)) {
            tellWaiting(reader, bit, false);
          }
        });
  }

  /** All at once, or what there is when some service does not answer; the rest when it does. */
  private void tellWaiting(LiveReader reader, long bit, boolean differs) {
    boolean isRead = true;
    boolean isTried = true;
    for (Slot slot : slots) {
      isRead &= slot.read > reader.since;
      isTried &= slot.tried > reader.since;
    }
    if (isRead) {
      reader.waiting &= ~bit;
    }
    if (isRead || (isTried && (differs || !reader.isTold(bit)))) {
      reader.send(bit);
    }
  }
}
