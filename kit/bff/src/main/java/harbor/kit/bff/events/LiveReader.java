package harbor.kit.bff.events;

/**
 * One who reads keys: a bit a key says where it is with each. All but {@link #wake} is guarded by
 * the lock of {@link LiveKeys}.
 */
abstract class LiveReader {
  /** As many as a mask has bits, less what nobody needs. */
  static final int MAX_KEYS = 50;

  private static final LiveKey[] NONE = {};

  /** What it reads, in the order of the bits. */
  LiveKey[] keys = NONE;

  /** Reads that began later tell what is new enough for it. */
  long since;

  /** Keys whose state it has to get, from reads that began after it came. */
  long waiting;

  /** Keys whose state it is to be sent. */
  long pending;

  /** Keys of which it was sent something. */
  long told;

  /** Which id it was sent last. */
  long place;

  /** There is something pending now. Called with the lock held. */
  abstract void wake();

  /** Whether it wants to hear of each key that is pending, not only of the first. */
  boolean isGathering() {
    return false;
  }

  final boolean isWaiting(long bit) {
    return (waiting & bit) != 0;
  }

  final boolean isTold(long bit) {
    return (told & bit) != 0;
  }

  final void send(long bit) {
    boolean isFirst = pending == 0;
    pending |= bit;
    if (isFirst || isGathering()) {
      wake();
    }
  }
}
