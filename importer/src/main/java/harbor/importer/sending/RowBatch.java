package harbor.importer.sending;

import harbor.importer.table.TableRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Rows that go into one request: limited in number and size, and never two with the same key, so
 * that the last one of a file wins.
 */
public final class RowBatch<T> {
  /** Characters; even at three bytes each the request stays below gRPC's default limit of 4 MiB. */
  private static final int MAX_CHARACTERS = 1_000_000;

  private final Limits<T> limits;
  private final List<TableRow.Valid<T>> rows = new ArrayList<>();
  private final Set<String> keys = new HashSet<>();
  private long characters;

  /**
   * How batches of one kind are cut.
   *
   * @param maxRows rows a request
   * @param key what a service stores a row by
   */
  public record Limits<T>(int maxRows, Function<T, String> key) {}

  RowBatch(Limits<T> limits) {
    this.limits = limits;
  }

  boolean accepts(TableRow.Valid<T> row) {
    return rows.isEmpty()
        || (rows.size() < limits.maxRows()
            && characters + row.characters() <= MAX_CHARACTERS
            && !keys.contains(limits.key().apply(row.value())));
  }

  void add(TableRow.Valid<T> row) {
    rows.add(row);
    keys.add(limits.key().apply(row.value()));
    characters += row.characters();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<T> values() {
    return rows.stream().map(TableRow.Valid::value).toList();
  }

  long line(int index) {
    return rows.get(index).line();
  }
}
