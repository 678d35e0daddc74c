package harbor.importer.table;

import harbor.importer.progress.ImportEnded;
import harbor.importer.table.RecordReader.RawRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads a table with a header: columns in any order, each row handed to {@code reading} as cells by
 * column name. A column that stands several times counts as one with its cells joined by commas,
 * which is how the Merchant specification repeats a value.
 */
public final class TableReader<T> implements RowReader<T> {

  /** How fields are separated. */
  public enum Format {
    TSV,
    CSV;

    RecordReader open(BufferedReader text) throws IOException {
      return switch (this) {
        case TSV -> new TsvReader(text);
        case CSV -> new CsvReader(text);
      };
    }
  }

  /**
   * What a table looks like.
   *
   * @param required columns without which no row can be read
   * @param known every column that means something
   */
  public record Layout(Format format, List<String> required, Set<String> known) {
    public Layout {
      required = List.copyOf(required);
      known = Set.copyOf(known);
    }
  }

  private final RecordReader records;
  private final AtomicLong bytesRead;
  private final Function<Cells, TableRow<T>> reading;
  private final Map<String, List<Integer>> positions = new HashMap<>();
  private int width;

  /**
   * Opens the file and reads its header.
   *
   * @param say receives what is worth knowing about the header, once
   * @throws ImportEnded when a required column is missing
   */
  public TableReader(
      FeedFile file, Layout layout, Consumer<String> say, Function<Cells, TableRow<T>> reading)
      throws IOException {
    this.bytesRead = new AtomicLong();
    this.reading = reading;
    this.records = layout.format().open(file.read(bytesRead));
    try {
      readHeader(file, layout, say);
    } catch (IOException | RuntimeException e) {
      records.close();
      throw e;
    }
  }

  private void readHeader(FeedFile file, Layout layout, Consumer<String> say) throws IOException {
    Optional<RawRecord> header = records.next();
    if (header.isEmpty()) {
      say.accept("is empty: not even a header");
      return;
    }
    Set<String> ignored = new LinkedHashSet<>();
    for (String title : header.get().values()) {
      String name = columnName(title);
      positions.computeIfAbsent(name, _ -> new ArrayList<>()).add(width++);
      if (!layout.known().contains(name)) {
        ignored.add(name);
      }
    }
    List<String> missing =
        layout.required().stream().filter(name -> !positions.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new ImportEnded(
          "%s: the first line must name the columns; missing: %s, found: %s"
              .formatted(
                  file.name(),
                  String.join(", ", missing),
                  Text.shorten(String.join(", ", header.get().values()), 300)));
    }
    if (!ignored.isEmpty()) {
      say.accept("columns ignored: " + Text.shorten(String.join(", ", ignored), 300));
    }
  }

  /** {@code Image Link} and {@code g:image_link} are spellings of {@code image_link}. */
  private static String columnName(String title) {
    String name = Text.line(title).toLowerCase(Locale.ROOT).replace(' ', '_');
    return name.startsWith("g:") ? name.substring(2) : name;
  }

  /** Whether the header names the column. */
  public boolean has(String column) {
    return positions.containsKey(column);
  }

  @Override
  public Optional<TableRow<T>> next() throws IOException {
    return records.next().map(this::row);
  }

  private TableRow<T> row(RawRecord raw) {
    int characters = 0;
    boolean damaged = false;
    for (String value : raw.values()) {
      characters += value.length();
      damaged |= value.indexOf('\uFFFD') >= 0;
    }
    if (raw.values().size() > width) {
      return new TableRow.Invalid<>(
          raw.line(), "has %d fields, the header only %d".formatted(raw.values().size(), width));
    }
    Cells cells = new Cells(raw.line(), characters, column -> cell(raw.values(), column));
    if (damaged) {
      cells.remark("row", "has characters that are not UTF-8");
    }
    return reading.apply(cells);
  }

  /** Rows may end early: spreadsheets drop empty cells at the end. */
  private String cell(List<String> values, String column) {
    List<Integer> at = positions.getOrDefault(column, List.of());
    if (at.size() == 1) {
      int position = at.getFirst();
      return position < values.size() ? values.get(position) : "";
    }
    List<String> found = new ArrayList<>();
    for (int position : at) {
      if (position < values.size() && !values.get(position).isEmpty()) {
        found.add(values.get(position));
      }
    }
    return String.join(",", found);
  }

  @Override
  public long bytesRead() {
    return bytesRead.get();
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
