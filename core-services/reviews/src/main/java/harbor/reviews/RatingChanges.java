package harbor.reviews;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * By how much ratings change when reviews do. Used by one thread.
 *
 * <p>Products are in order of their ids, the order in which their ratings must be locked.
 */
final class RatingChanges {
  private final SortedMap<String, int[]> byProduct = new TreeMap<>();

  /** A review that counts from now on, if it is an approved one. */
  void add(String productId, int stars, Moderation moderation) {
    change(productId, stars, moderation, 1);
  }

  /** A review that did count until now, if it was an approved one. */
  void remove(String productId, int stars, Moderation moderation) {
    change(productId, stars, moderation, -1);
  }

  /** The products whose rating changes, in order of their ids. */
  List<String> products() {
    return List.copyOf(effective().keySet());
  }

  /**
   * For each of {@link #products()}: by how much the number of reviews with so many stars changes.
   */
  List<Integer> of(int stars) {
    return effective().values().stream().map(changes -> changes[stars - 1]).toList();
  }

  private void change(String productId, int stars, Moderation moderation, int by) {
    if (moderation == Moderation.APPROVED) {
      byProduct.computeIfAbsent(productId, _ -> new int[Review.MAX_STARS])[stars - 1] += by;
    }
  }

  private SortedMap<String, int[]> effective() {
    byProduct.values().removeIf(RatingChanges::isNothing);
    return byProduct;
  }

  private static boolean isNothing(int[] changes) {
    for (int change : changes) {
      if (change != 0) {
        return false;
      }
    }
    return true;
  }
}
