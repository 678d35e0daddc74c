package harbor.kit.bff.events;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The states of one key, one a source, as they were at one time. Immutable, thread-safe. */
public final class States {
  private final List<LiveSource<?>> sources;
  private final @Nullable Object[] values;

  /** The event that they became for those who want the same; a lost one is encoded again. */
  private @Nullable Encoded encoded;

  /** An event without its id, and further forms of it. */
  private static final class Encoded {
    final EventForm form;
    final byte[] bytes;
    final @Nullable Encoded next;

    Encoded(EventForm form, byte[] bytes, @Nullable Encoded next) {
      this.form = form;
      this.bytes = bytes;
      this.next = next;
    }
  }

  private States(List<LiveSource<?>> sources, @Nullable Object[] values) {
    this.sources = sources;
    this.values = values;
  }

  /** Nothing is known. */
  static States unknown(List<LiveSource<?>> sources) {
    return new States(sources, new Object[sources.size()]);
  }

  /** The state at a source; empty when the service does not know the key, or was not asked yet. */
  @SuppressWarnings("unchecked") // only the source's own reads are put there
  public <S> Optional<S> of(LiveSource<S> source) {
    int index = sources.indexOf(source);
    if (index < 0) {
      throw new IllegalArgumentException(source + " (expected: one of " + sources + ")");
    }
    return Optional.ofNullable((S) values[index]);
  }

  @Nullable Object at(int source) {
    return values[source];
  }

  States with(int source, @Nullable Object value) {
    @Nullable Object[] next = values.clone();
    next[source] = value;
    return new States(sources, next);
  }

  /**
   * Their event in this form.
   *
   * @param isKept whether others will want it, too: it is encoded once for all of them
   */
  byte[] encoded(EventForm form, String key, boolean isKept) {
    for (Encoded known = encoded; known != null; known = known.next) {
      if (known.form.equals(form)) {
        return known.bytes;
      }
    }
    byte[] bytes = form.encode(key, this);
    if (isKept) {
      encoded = new Encoded(form, bytes, encoded);
    }
    return bytes;
  }
}
