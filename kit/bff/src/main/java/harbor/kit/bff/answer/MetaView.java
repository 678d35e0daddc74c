package harbor.kit.bff.answer;

import java.time.Instant;
import java.util.List;

/**
 * Puts into a view how the answer came about. What it puts there is left out of the entity tag.
 *
 * @param <V> the view
 */
@FunctionalInterface
public interface MetaView<V> {
  /** The view with the facts in it, or the view itself when it shows none of them. */
  V with(V view, Facts facts);

  /** For views that carry no {@code meta}. */
  static <V> MetaView<V> none() {
    return (view, _) -> view;
  }

  /**
   * How an answer came about.
   *
   * @param traceId 32 hexadecimal digits
   * @param generatedAt when it was put together
   * @param latencyMillis from the arrival of the request
   * @param missing names of the calls that failed
   */
  record Facts(String traceId, Instant generatedAt, int latencyMillis, List<String> missing) {
    /** Copies the list. */
    public Facts {
      missing = List.copyOf(missing);
    }
  }
}
