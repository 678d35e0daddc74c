package harbor.importer.client;

import harbor.importer.progress.Fault;
import java.util.List;

/**
 * What became of one batch: how many rows were new, changed or known already, and which were
 * refused.
 */
public record BatchResult(int created, int updated, int unchanged, List<Refusal> refused) {
  /** Of a batch that nothing was sent of. */
  public static final BatchResult NONE = new BatchResult(0, 0, 0, List.of());

  public BatchResult {
    refused = List.copyOf(refused);
  }

  /**
   * A row that a service refused.
   *
   * @param index position in the batch, from 0
   * @param faults which fields, and what is wrong with them
   */
  public record Refusal(int index, List<Fault> faults) {
    public Refusal {
      faults = List.copyOf(faults);
    }

    /** The same at another place. */
    public Refusal at(int other) {
      return new Refusal(other, faults);
    }

    /** What is wrong, in one sentence. */
    public String reason() {
      return Fault.sentences(faults);
    }
  }
}
