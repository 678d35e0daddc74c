package harbor.kit.bff.cache;

import java.util.Collection;
import java.util.Map;

/** Figures by column, in the order of the columns. */
record Columns<K, F>(Map<K, F> all) {
  /** Those of a column. */
  F at(K column) {
    F figures = all.get(column);
    if (figures == null) {
      throw new IllegalArgumentException(column + " is no column");
    }
    return figures;
  }

  Collection<F> inOrder() {
    return all.values();
  }
}
