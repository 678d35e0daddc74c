package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.progress.Fault;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.FeedForms;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tests of the first product of a feed. */
abstract class FirstRow {
  /** What the reader said about the feed. */
  final List<String> said = new ArrayList<>();

  TableRow.Valid<ProductData> good(String feed) throws IOException {
    return valid(row(feed));
  }

  TableRow<ProductData> row(String feed) throws IOException {
    return row(FeedFiles.text("feed.tsv", feed), FeedOptions.NONE);
  }

  private TableRow<ProductData> row(FeedFile file, FeedOptions options) throws IOException {
    return first(file, opened -> ProductFeed.open(opened, options, said::add));
  }

  /** Of files of one kind. */
  @FunctionalInterface
  interface Opening<T> {
    RowReader<T> open(FeedFile file) throws IOException;
  }

  private static <T> TableRow<T> first(FeedFile file, Opening<T> opening) throws IOException {
    try (RowReader<T> reader = opening.open(file)) {
      TableRow<T> row = reader.next().orElseThrow();
      while (reader.next().isPresent()) {
        // what is said of the columns is said at the end
      }
      return row;
    }
  }

  /** A row with this value beside what every row needs, read the same from every form of file. */
  TableRow<ProductData> rowWith(String column, String value) throws IOException {
    return rowWith(Map.of(column, value), FeedOptions.NONE);
  }

  TableRow<ProductData> rowWith(Map<String, String> values, FeedOptions options)
      throws IOException {
    Map<String, String> row =
        new LinkedHashMap<>(
            Map.of(
                "id",
                "A",
                "title",
                "B",
                "price",
                "10.00 EUR",
                "availability",
                "in_stock",
                "product_type",
                "C"));
    row.putAll(values);
    return rowInEveryForm(row, file -> ProductFeed.open(file, options, said::add));
  }

  /** The one row of a file with these values by column, read the same from every form of file. */
  static <T> TableRow<T> rowInEveryForm(Map<String, String> values, Opening<T> opening)
      throws IOException {
    List<FeedFile> forms =
        FeedForms.all(List.copyOf(values.keySet()), List.of(List.copyOf(values.values())));
    TableRow<T> first = first(forms.getFirst(), opening);
    for (FeedFile form : forms) {
      assertThat(withoutPlace(first(form, opening))).isEqualTo(withoutPlace(first));
    }
    return first;
  }

  /** The value of such a row. */
  ProductData productWith(String column, String value) throws IOException {
    return valid(rowWith(column, value)).value();
  }

  static <T> TableRow.Valid<T> valid(TableRow<T> row) {
    return switch (row) {
      case TableRow.Valid<T> good -> good;
      case TableRow.Invalid<T> bad -> throw new AssertionError(bad.reason());
    };
  }

  /** Why a row is none. */
  static <T> List<Fault> faults(TableRow<T> row) {
    return switch (row) {
      case TableRow.Valid<T> good -> throw new AssertionError(good.value());
      case TableRow.Invalid<T> bad -> bad.faults();
    };
  }

  private static <T> Object withoutPlace(TableRow<T> row) {
    return switch (row) {
      case TableRow.Valid<T> good -> List.of(good.value(), good.remarks());
      case TableRow.Invalid<T> bad -> bad.faults();
    };
  }
}
