package harbor.importer.sending;

import harbor.importer.table.TableRow;
import java.util.ArrayList;
import java.util.List;

/** Rows that go into one request: limited in number and size. */
public final class RowBatch<T> {
  /** Characters; even at three bytes each the request stays below gRPC's default limit of 4 MiB. */
  private static final int MAX_CHARACTERS = 1_000_000;

  private final int maxRows;
  private final List<TableRow.Valid<T>> rows = new ArrayList<>();
  private long characters;

  /** At most {@code maxRows} rows. */
  RowBatch(int maxRows) {
    this.maxRows = maxRows;
  }

  boolean accepts(TableRow.Valid<T> row) {
    return rows.isEmpty()
        || (rows.size() < maxRows && characters + row.characters() <= MAX_CHARACTERS);
  }

  void add(TableRow.Valid<T> row) {
    rows.add(row);
    characters += row.characters();
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  List<T> values() {
    return rows.stream().map(TableRow.Valid::value).toList();
  }

  TableRow.Valid<T> row(int index) {
    return rows.get(index);
  }
}
