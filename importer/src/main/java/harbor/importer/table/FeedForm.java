package harbor.importer.table;

import harbor.importer.progress.NothingRead;
import harbor.importer.table.TableReader.Layout;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The forms that files have, each known by how the file begins. */
enum FeedForm {
  TSV('\t'),
  CSV(','),
  SEMICOLONS(';'),
  BARS('|'),
  XML('<');

  private final char separator;

  FeedForm(char separator) {
    this.separator = separator;
  }

  /**
   * Opens the rows of a text.
   *
   * @throws NothingRead when there is no item in XML
   */
  static RowSource open(String file, FeedText text, Layout layout, Consumer<String> say)
      throws IOException {
    FeedForm form = of(text.head(), layout.known());
    return form == XML
        ? new XmlRows(file, text.text())
        : new DelimitedRows(file, layout, say, form.records(text.text()));
  }

  /** Of the separators of its first line, the one that parts the most known columns. */
  static FeedForm of(String head, Set<String> known) {
    if (Unreadable.isXml(head)) {
      return XML;
    }
    String line = head.stripLeading().lines().findFirst().orElse("");
    FeedForm best = TSV;
    long most = 0;
    for (FeedForm form : values()) {
      long columns = form == XML ? 0 : form.columns(line, known);
      if (columns > most) {
        best = form;
        most = columns;
      }
    }
    return best;
  }

  private long columns(String line, Set<String> known) {
    return Pattern.compile(Pattern.quote(String.valueOf(separator)))
        .splitAsStream(line.replace("\"", ""))
        .map(Header::columnName)
        .filter(known::contains)
        .distinct()
        .count();
  }

  char separator() {
    return separator;
  }

  /** Records of a text of this form, not XML. */
  RecordReader records(BufferedReader text) throws IOException {
    return this == TSV ? new TsvReader(text) : new CsvReader(text, separator);
  }
}
