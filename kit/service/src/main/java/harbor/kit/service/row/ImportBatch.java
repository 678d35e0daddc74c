package harbor.kit.service.row;

import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Rows of one import: the ones to be stored, and the ones that are refused.
 *
 * @param accepted each key once, where the later row wins, in order of key: batches that run at the
 *     same time lock rows in the same order and never wait for each other in a circle
 * @param refused in the order of the request
 */
public record ImportBatch<T>(List<T> accepted, List<RefusedRow> refused) {
  /** Copies the lists. */
  public ImportBatch {
    accepted = List.copyOf(accepted);
    refused = List.copyOf(refused);
  }

  /**
   * Reads the rows.
   *
   * @param reader makes what is stored, or throws {@link InvalidField}, which refuses the row
   * @param key what makes two rows the same
   */
  public static <R, T, K extends Comparable<? super K>> ImportBatch<T> of(
      List<R> rows, Function<? super R, T> reader, Function<? super T, K> key) {
    TreeMap<K, T> accepted = new TreeMap<>();
    List<RefusedRow> refused = new ArrayList<>();
    for (int index = 0; index < rows.size(); index++) {
      try {
        T row = reader.apply(rows.get(index));
        accepted.put(key.apply(row), row);
      } catch (InvalidField e) {
        refused.add(
            RefusedRow.newBuilder()
                .setIndex(index)
                .setField(e.field())
                .setDescription(e.description())
                .build());
      }
    }
    return new ImportBatch<>(List.copyOf(accepted.values()), refused);
  }

  /**
   * Stores the accepted ones.
   *
   * @param write gives for each row that was written whether it was new
   */
  public ImportReport storeBy(Function<? super List<T>, List<Boolean>> write) {
    return report(accepted.isEmpty() ? List.of() : write.apply(accepted));
  }

  /**
   * What became of the rows.
   *
   * @param written for each accepted row that was written whether it was new
   */
  public ImportReport report(List<Boolean> written) {
    int created = (int) written.stream().filter(isNew -> isNew).count();
    return ImportReport.newBuilder()
        .setCreated(created)
        .setUpdated(written.size() - created)
        .setUnchanged(accepted.size() - written.size())
        .addAllRefused(refused)
        .build();
  }
}
