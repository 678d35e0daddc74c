package harbor.importer.feed;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.progress.Fault;
import harbor.importer.table.FeedFile;
import harbor.importer.table.FeedFiles;
import harbor.importer.table.FeedForms;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    try (TableReader<ProductData> reader = ProductFeed.open(file, options, said::add)) {
      Optional<TableRow<ProductData>> row = reader.next();
      return row.orElseThrow();
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
    List<FeedFile> forms =
        FeedForms.all(List.copyOf(row.keySet()), List.of(List.copyOf(row.values())));
    TableRow<ProductData> first = row(forms.getFirst(), options);
    for (FeedFile form : forms) {
      assertThat(withoutPlace(row(form, options))).isEqualTo(withoutPlace(first));
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

  private static Object withoutPlace(TableRow<ProductData> row) {
    return switch (row) {
      case TableRow.Valid<ProductData> good -> List.of(good.value(), good.remarks());
      case TableRow.Invalid<ProductData> bad -> bad.faults();
    };
  }
}
