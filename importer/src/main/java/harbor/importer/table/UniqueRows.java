package harbor.importer.table;

import harbor.importer.progress.Fault;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Rows of which each key counts once: the first that can be stored; later ones are refused with
 * both lines, so that a file says the same however often it is imported.
 */
public final class UniqueRows<T> implements RowReader<T> {
  private final RowReader<T> rows;
  private final String column;
  private final Function<T, String> key;
  private final FirstLines lines = new FirstLines();

  /** {@code column} holds the key. */
  public UniqueRows(RowReader<T> rows, String column, Function<T, String> key) {
    this.rows = rows;
    this.column = column;
    this.key = key;
  }

  @Override
  public Optional<TableRow<T>> next() throws IOException {
    return rows.next().map(this::checked);
  }

  private TableRow<T> checked(TableRow<T> row) {
    if (!(row instanceof TableRow.Valid<T> valid)) {
      return row;
    }
    String id = key.apply(valid.value());
    OptionalLong first = lines.putIfAbsent(id, row.line());
    return first.isEmpty()
        ? row
        : new TableRow.Invalid<>(
            row.line(),
            row.id(),
            new Fault(
                column,
                id,
                "stands in the file before",
                "line %d counts; leave out one of lines %d and %d"
                    .formatted(first.getAsLong(), first.getAsLong(), row.line())));
  }

  @Override
  public long bytesRead() {
    return rows.bytesRead();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
