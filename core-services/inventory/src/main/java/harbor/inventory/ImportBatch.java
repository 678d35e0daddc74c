package harbor.inventory;

import harbor.inventory.stock.InvalidField;
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
 * @param accepted each key once, where the later row wins, in order of key: batches that run at the
 *     same time lock rows in the same order and never wait for each other in a circle
 * @param refused in the order of the request
 */
record ImportBatch<T>(SequencedCollection<T> accepted, List<Refused> refused) {
  /** Reads the rows; one that says what cannot be is refused. */
  static <R, T, K extends Comparable<K>> ImportBatch<T> of(
      List<R> rows, Function<R, T> reader, Function<T, K> key) {
    TreeMap<K, T> accepted = new TreeMap<>();
    List<Refused> refused = new ArrayList<>();
    for (int index = 0; index < rows.size(); index++) {
      try {
        T row = reader.apply(rows.get(index));
        accepted.put(key.apply(row), row);
      } catch (InvalidField e) {
        refused.add(new Refused(index, e.field(), e.description()));
      }
    }
    return new ImportBatch<>(List.copyOf(accepted.values()), List.copyOf(refused));
  }

  /** Stores the accepted ones. */
  ImportOutcome storeBy(Function<SequencedCollection<T>, List<Boolean>> write) {
    List<Boolean> written = accepted.isEmpty() ? List.of() : write.apply(accepted);
    return ImportOutcome.ofUpsert(accepted.size(), written, refused);
  }
}
