package harbor.importer.table;

import harbor.importer.progress.Fault;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.NothingRead;
import harbor.importer.table.RecordReader.RawRecord;
import harbor.importer.table.TableReader.Layout;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Rows of a table with a header. The header may come again, as where files were joined: then the
 * new one counts from there.
 */
final class DelimitedRows implements RowSource {
  /** NEL, line and paragraph separator, vertical tab, form feed: not in a title otherwise. */
  private static final Pattern OTHER_LINE_ENDS =
      Pattern.compile("[\\x{85}\\x{2028}\\x{2029}\\x0b\\f]");

  private final Layout layout;
  private final Consumer<String> say;
  private final RecordReader records;
  private Header header;

  /**
   * Reads the header.
   *
   * @throws ImportEnded when a required column is missing
   * @throws NothingRead when it is no table at all, or none whose line ends are understood
   */
  DelimitedRows(String file, Layout layout, Consumer<String> say, RecordReader records)
      throws IOException {
    this.layout = layout;
    this.say = say;
    this.records = records;
    List<String> titles = records.next().map(RawRecord::values).orElse(List.of());
    String first = Text.shorten(Text.line(String.join(", ", titles)), 300);
    if (titles.stream().anyMatch(title -> OTHER_LINE_ENDS.matcher(title).find())) {
      throw new NothingRead(
          file + ": its lines end with none of LF, CR LF and CR; save it with one of these");
    }
    header = new Header(titles);
    if (layout.known().stream().noneMatch(header::has)) {
      throw new NothingRead(
          "%s: is no table of these rows: the first line names none of their columns; found: %s"
              .formatted(file, first));
    }
    List<String> missing = layout.required().stream().filter(name -> !header.has(name)).toList();
    if (!missing.isEmpty()) {
      throw new ImportEnded(
          "%s: the first line must name the columns; missing: %s, found: %s"
              .formatted(file, String.join(", ", missing), first));
    }
  }

  @Override
  public Optional<SourceRow> next() throws IOException {
    Optional<RawRecord> record = records.next();
    while (record.isPresent() && isHeader(record.get())) {
      say.accept("line %d: the header once more, skipped".formatted(record.get().line()));
      header = new Header(record.get().values());
      record = records.next();
    }
    return record.map(found -> new Cut(found, header));
  }

  /** One whose values are the names of the required columns. */
  private boolean isHeader(RawRecord record) {
    if (!layout.known().contains(Header.columnName(record.values().getFirst()))) {
      return false;
    }
    Header other = new Header(record.values());
    return layout.required().stream().allMatch(other::has);
  }

  @Override
  public Set<String> columns() {
    return header.columns();
  }

  @Override
  public boolean hasHeader() {
    return true;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  /** A record cut into columns. */
  private record Cut(RawRecord record, Header header) implements SourceRow {
    @Override
    public long line() {
      return record.line();
    }

    @Override
    public int characters() {
      int characters = 0;
      for (String value : record.values()) {
        characters += value.length();
      }
      return characters;
    }

    @Override
    public List<String> values(String column) {
      return header.values(record.values(), column);
    }

    @Override
    public boolean isEntryPerValue() {
      return false;
    }

    @Override
    public boolean isDamaged() {
      for (String value : record.values()) {
        if (value.indexOf(DAMAGE) >= 0) {
          return true;
        }
      }
      return false;
    }

    /** Empty cells at the end are what spreadsheets leave there. */
    @Override
    public List<Fault> faults() {
      for (int i = header.width(); i < record.values().size(); i++) {
        if (!record.values().get(i).isBlank()) {
          return List.of(
              new Fault(
                  Fault.ROW,
                  record.values().get(i),
                  "has %d fields, the header only %d"
                      .formatted(record.values().size(), header.width()),
                  "put quotes around values that hold the separator"));
        }
      }
      return List.of();
    }
  }
}
