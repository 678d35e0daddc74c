package harbor.pricing;

import harbor.kit.service.ImportOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * The rows of one import after their check.
 *
 * @param sound what can be stored, each key once: of several rows with one key the last counts
 * @param refused what cannot, in the order of the request
 */
record Batch<T>(List<T> sound, List<ImportOutcome.Refused> refused) {
  Batch {
    sound = List.copyOf(sound);
    refused = List.copyOf(refused);
  }

  /** Checks every row. */
  static <R, T> Batch<T> of(
      List<R> rows, Function<R, Checked<T>> check, Function<T, Object> keyOf) {
    SequencedMap<Object, T> sound = new LinkedHashMap<>();
    List<ImportOutcome.Refused> refused = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      switch (check.apply(rows.get(i))) {
        case Checked.Sound<T>(T value) -> sound.put(keyOf.apply(value), value);
        case Checked.Refused<T>(String field, String description) ->
            refused.add(new ImportOutcome.Refused(i, field, description));
      }
    }
    return new Batch<>(List.copyOf(sound.values()), refused);
  }

  /**
   * What became of the rows.
   *
   * @param written for each row that was written: whether it was new
   */
  ImportOutcome outcome(List<Boolean> written) {
    return ImportOutcome.ofUpsert(sound.size(), written, refused);
  }
}
