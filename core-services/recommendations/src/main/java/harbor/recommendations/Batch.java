package harbor.recommendations;

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

  /**
   * Checks every row.
   *
   * @param make makes what is stored, or throws {@link InvalidField}
   */
  static <R, T> Batch<T> of(List<R> rows, Function<R, T> make, Function<T, Object> keyOf) {
    SequencedMap<Object, T> sound = new LinkedHashMap<>();
    List<ImportOutcome.Refused> refused = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        T value = make.apply(rows.get(i));
        sound.put(keyOf.apply(value), value);
      } catch (InvalidField e) {
        refused.add(new ImportOutcome.Refused(i, e.field(), String.valueOf(e.getMessage())));
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
