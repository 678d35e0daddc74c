package harbor.importer.table;

import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.NothingRead;
import harbor.importer.table.RowSource.SourceRow;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads the rows of a file whatever its form ({@link FeedForm}), each handed to {@code reading} as
 * cells by column name. A column that stands several times counts as one with its cells joined by
 * commas, which is how the Merchant specification repeats a value.
 */
public final class TableReader<T> implements RowReader<T> {

  /**
   * What the rows hold.
   *
   * @param required columns without which no row can be read; the first names the row
   * @param known every column that means something
   * @param notices what is worth saying of a file with these columns
   */
  public record Layout(
      List<String> required, Set<String> known, Function<Set<String>, List<String>> notices) {
    public Layout {
      required = List.copyOf(required);
      known = Set.copyOf(known);
    }

    /** Nothing is worth saying. */
    public Layout(List<String> required, Set<String> known) {
      this(required, known, _ -> List.of());
    }
  }

  private final FeedFile file;
  private final Layout layout;
  private final Consumer<String> say;
  private final Function<Cells, TableRow<T>> reading;
  private final AtomicLong bytesRead = new AtomicLong();
  private final RowSource rows;
  private final String damage;
  private final Set<String> ignored = new HashSet<>();
  private final Set<String> said = new HashSet<>();
  private long read;

  /**
   * Opens the file and reads its header.
   *
   * @param say receives what is worth knowing about the columns
   * @throws NothingRead when the file is nothing of this kind
   * @throws ImportEnded when a required column is missing
   */
  public TableReader(
      FeedFile file, Layout layout, Consumer<String> say, Function<Cells, TableRow<T>> reading)
      throws IOException {
    this.file = file;
    this.layout = layout;
    this.say = say;
    this.reading = reading;
    FeedText text = FeedText.open(file, bytesRead);
    this.damage = "has characters that are not %s".formatted(text.charset().displayName());
    try {
      this.rows = FeedForm.open(file.name(), text, layout, say);
    } catch (IOException | RuntimeException e) {
      text.text().close();
      throw e;
    }
    if (rows.hasHeader()) {
      sayOfColumns();
    }
  }

  private void sayOfColumns() {
    List<String> fresh =
        rows.columns().stream()
            .filter(column -> !layout.known().contains(column) && ignored.add(column))
            .toList();
    if (!fresh.isEmpty()) {
      say.accept("columns ignored: " + Text.shorten(String.join(", ", fresh), 300));
    }
    layout.notices().apply(rows.columns()).stream().filter(said::add).forEach(say);
  }

  /** Whether the header, or an item that was read, names the column. */
  public boolean has(String column) {
    return rows.columns().contains(column);
  }

  /**
   * The next row.
   *
   * @throws NothingRead when there is none at all
   */
  @Override
  public Optional<TableRow<T>> next() throws IOException {
    Optional<SourceRow> row = rows.next();
    if (row.isPresent()) {
      read++;
      return row.map(this::row);
    }
    if (read == 0) {
      throw new NothingRead(file.name() + ": has a header, but no rows");
    }
    sayOfColumns();
    return Optional.empty();
  }

  private TableRow<T> row(SourceRow row) {
    Cells cells = new Cells(row, layout.required().getFirst());
    row.faults().forEach(cells::refuse);
    if (row.isDamaged()) {
      rows.columns().forEach(column -> refuseDamage(cells, column));
    }
    return reading.apply(cells);
  }

  private void refuseDamage(Cells cells, String column) {
    if (cells.raw(column).indexOf(SourceRow.DAMAGE) >= 0) {
      cells.refuse(column, damage, "say with --encoding which they are, such as windows-1252");
    }
  }

  @Override
  public long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
