package harbor.kit.bff.plan;

import java.util.List;

/** How a screen ends. */
public sealed interface Page<V> {
  /**
   * There is something to show.
   *
   * @param view what clients see
   * @param missing names of the calls that failed and for which something stands in
   * @param stale names of the calls that were answered by copies out of date
   */
  record Ready<V>(V view, List<String> missing, List<String> stale) implements Page<V> {
    /** Copies the lists. */
    public Ready {
      missing = List.copyOf(missing);
      stale = List.copyOf(stale);
    }

    /** Whether nothing is missing and nothing out of date; a page that is not is never cached. */
    public boolean isWhole() {
      return missing.isEmpty() && stale.isEmpty();
    }
  }

  /**
   * A critical call has no answer: it failed, or there is no such thing.
   *
   * @param call its name
   * @param miss why
   */
  record Failed<V>(String call, Miss miss) implements Page<V> {}
}
