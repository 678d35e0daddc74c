package harbor.catalog;

import harbor.catalog.product.InvalidField;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.kit.service.ImportOutcome;
import harbor.kit.service.ImportOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedCollection;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Rows of one import: the ones to be stored, and the ones that are refused.
 *
 * @param accepted each id once, where the later row wins, in order of id: batches that run at the
 *     same time lock rows in the same order and never wait for each other in a circle
 * @param refused in the order of the request
 */
record ImportBatch(SequencedCollection<Product> accepted, List<Refused> refused) {
  /** Reads the rows; one that says what a product cannot be is refused. */
  static <R> ImportBatch of(List<R> rows, Function<R, Product> reader) {
    TreeMap<ProductId, Product> accepted = new TreeMap<>();
    List<Refused> refused = new ArrayList<>();
    for (int index = 0; index < rows.size(); index++) {
      try {
        Product product = reader.apply(rows.get(index));
        accepted.put(product.id(), product);
      } catch (InvalidField e) {
        refused.add(new Refused(index, e.field(), e.description()));
      }
    }
    return new ImportBatch(List.copyOf(accepted.values()), List.copyOf(refused));
  }

  /** Stores the accepted ones. */
  ImportOutcome storeIn(CatalogStore store) {
    List<Boolean> written = accepted.isEmpty() ? List.of() : store.write(accepted);
    return ImportOutcome.ofUpsert(accepted.size(), written, refused);
  }
}
