package harbor.kit.bff.cache.load;

import harbor.kit.bff.cache.shared.Entry;

/**
 * Since when, and until when, a process is subscribed to the changes at a source, and what that
 * means for the TTL of its entries. Thread-safe.
 *
 * <p>What was loaded while it was subscribed is fresh for its whole TTL: a change would have
 * invalidated it. What was loaded at another time may have changed unnoticed, and is fresh only for
 * the shorter TTL that its {@link harbor.kit.client.CachePolicy} states, from the moment at which
 * it was last known to be right.
 */
public final class Subscription {
  private static final Subscribed NEVER = new Subscribed(Long.MAX_VALUE, Long.MAX_VALUE);

  private volatile Subscribed subscribed = NEVER;

  /** From one millisecond to another; {@link Long#MAX_VALUE}: not begun, not ended. */
  private record Subscribed(long since, long until) {
    boolean isConnected() {
      return until == Long.MAX_VALUE;
    }
  }

  /** Subscribed from now on; whether changes were missed before is not known. */
  public synchronized void subscribed(long now) {
    subscribed = new Subscribed(now, Long.MAX_VALUE);
  }

  /** Connected again, and no change was missed meanwhile. */
  public synchronized void reconnected() {
    subscribed = new Subscribed(subscribed.since(), Long.MAX_VALUE);
  }

  /** Not connected any longer. */
  public synchronized void disconnected(long now) {
    if (subscribed.isConnected()) {
      subscribed = new Subscribed(subscribed.since(), now);
    }
  }

  /** Whether it is subscribed and connected. */
  boolean isConnected() {
    Subscribed now = subscribed;
    return now.since() != Long.MAX_VALUE && now.isConnected();
  }

  /** Until when an entry is fresh. */
  long freshUntil(Entry<?> entry, long disconnectedTtl) {
    Subscribed now = subscribed;
    if (entry.loadedAt() < now.since()) {
      return Math.min(entry.expiresAt(), entry.loadedAt() + disconnectedTtl);
    }
    return now.isConnected()
        ? entry.expiresAt()
        : Math.min(entry.expiresAt(), Math.max(entry.loadedAt(), now.until()) + disconnectedTtl);
  }
}
