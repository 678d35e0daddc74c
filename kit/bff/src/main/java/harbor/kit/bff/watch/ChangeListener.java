package harbor.kit.bff.watch;

import java.util.Collection;
import java.util.List;

/**
 * Told what comes on a {@link Watch}; by one thread at a time. Times are milliseconds since 1970.
 * Whoever holds no copies need not know when the stream is away.
 */
public interface ChangeListener {
  /** Subscribed: from now on every change is told. */
  default void subscribed() {}

  /** Changes were missed, and nobody knows which; from now on every one is told. */
  default void reset() {}

  /** Connected again; no change was missed meanwhile. */
  default void reconnected() {}

  /** Not connected since. */
  default void disconnectedSince(long millis) {}

  /** These have changed. */
  void changed(Collection<String> ids);

  /**
   * The same, for whoever goes on with it in a trace.
   *
   * @param causes spans within which they were changed, as {@code traceparent}s
   */
  default void changed(Collection<String> ids, List<String> causes) {
    changed(ids);
  }

  /**
   * All changes up to here were told.
   *
   * @param resumeToken of the service; what comes after it is told later
   */
  default void upTo(String resumeToken) {}
}
