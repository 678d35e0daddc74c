package harbor.importer.sending;

import harbor.importer.client.BatchResult;
import harbor.importer.client.BatchResult.Refusal;
import harbor.importer.progress.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Which rows of a batch were refused on the way, and what the last service made of the others. */
public final class BatchRefusals {
  private final int size;
  private final TreeMap<Integer, List<Fault>> refused = new TreeMap<>();

  /** Of a batch of {@code size} rows, none refused yet. */
  public BatchRefusals(int size) {
    this.size = size;
  }

  /** Refused; what was said before about the same row stays. */
  public void refuse(Refusal row) {
    refused.computeIfAbsent(row.index(), _ -> new ArrayList<>(1)).addAll(row.faults());
  }

  /** The rows that nobody refused yet. */
  public <T> List<T> accepted(List<T> rows) {
    return acceptedIndexes().stream().map(rows::get).toList();
  }

  private List<Integer> acceptedIndexes() {
    List<Integer> accepted = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (!refused.containsKey(i)) {
        accepted.add(i);
      }
    }
    return accepted;
  }

  /** Every row was refused. */
  public BatchResult result() {
    return result(BatchResult.NONE);
  }

  /**
   * What the last service said of the accepted rows, its positions turned into those of the whole
   * batch.
   */
  public BatchResult result(BatchResult last) {
    List<Integer> accepted = acceptedIndexes();
    last.refused().forEach(row -> refuse(new Refusal(accepted.get(row.index()), row.faults())));
    List<Refusal> all = new ArrayList<>();
    refused.forEach((index, faults) -> all.add(new Refusal(index, faults)));
    return new BatchResult(last.created(), last.updated(), last.unchanged(), all);
  }
}
