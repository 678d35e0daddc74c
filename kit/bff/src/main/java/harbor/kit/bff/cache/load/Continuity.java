package harbor.kit.bff.cache.load;

import harbor.kit.bff.cache.shared.Entry;

/**
 * Since when, and until when, a process has heard of every change at a source, and what that means
 * for what it remembers. Thread-safe.
 *
 * <p>What was loaded while every change was heard is fresh for its whole lifetime: a change would
 * have dropped it. What was loaded at another time may have changed unnoticed, and is believed only
 * for the shorter time that its {@link CachePolicy} states, from the moment at which it was last
 * known to be right.
 */
public final class Continuity {
  private static final Heard NOTHING = new Heard(Long.MAX_VALUE, Long.MAX_VALUE);

  private volatile Heard heard = NOTHING;

  /** From one millisecond to another; {@link Long#MAX_VALUE}: not begun, not ended. */
  private record Heard(long since, long until) {
    boolean isUnbroken() {
      return until == Long.MAX_VALUE;
    }
  }

  /** From now on every change is heard; whether any was missed before is not known. */
  public synchronized void begins(long now) {
    heard = new Heard(now, Long.MAX_VALUE);
  }

  /** Changes are heard again, and none was missed meanwhile. */
  public synchronized void goesOn() {
    heard = new Heard(heard.since(), Long.MAX_VALUE);
  }

  /** Changes are heard no longer. */
  public synchronized void breaks(long now) {
    if (heard.isUnbroken()) {
      heard = new Heard(heard.since(), now);
    }
  }

  /** Whether changes are heard. */
  boolean isUnbroken() {
    Heard now = heard;
    return now.since() != Long.MAX_VALUE && now.isUnbroken();
  }

  /** Until when an entry is fresh. */
  long freshUntil(Entry<?> entry, long unheardFor) {
    Heard now = heard;
    if (entry.loadedAt() < now.since()) {
      return Math.min(entry.expiresAt(), entry.loadedAt() + unheardFor);
    }
    return now.isUnbroken()
        ? entry.expiresAt()
        : Math.min(entry.expiresAt(), Math.max(entry.loadedAt(), now.until()) + unheardFor);
  }
}
