package harbor.kit.bff.plan;

import java.util.List;

/** How a screen ends. */
public sealed interface Page<V> {
  /**
   * There is something to show.
   *
   * @param view what clients see
   * @param missing names of the calls that failed and for which something stands in; a page with
   *     any is never cached as a whole one
   */
  record Ready<V>(V view, List<String> missing) implements Page<V> {
    /** Copies the list. */
    public Ready {
      missing = List.copyOf(missing);
    }
  }

  /**
   * There is no such thing.
   *
   * @param call the critical call that said so
   * @param miss what it said
   */
  record NotFound<V>(String call, Miss miss) implements Page<V> {}

  /**
   * A critical call failed.
   *
   * @param call its name
   * @param miss why
   */
  record Unavailable<V>(String call, Miss miss) implements Page<V> {}
}
