package harbor.catalog;

import java.util.List;

/**
 * Some of many, in order of id.
 *
 * @param entries of this page
 * @param more whether there are others after them
 */
record ProductPage(List<StoredProduct> entries, boolean more) {
  /** Copies the list. */
  ProductPage {
    entries = List.copyOf(entries);
  }

  /**
   * A page of a size, from the entries found.
   *
   * @param found one more than the size, where there are so many: that one tells of a next page
   */
  static ProductPage of(List<StoredProduct> found, int size) {
    boolean more = found.size() > size;
    return new ProductPage(more ? found.subList(0, size) : found, more);
  }
}
