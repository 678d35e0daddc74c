package harbor.importer.feed;

import harbor.importer.table.FeedFiles;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tests of the first product of a feed. */
abstract class FirstRow {
  /** What the reader said about the feed. */
  final List<String> said = new ArrayList<>();

  TableRow.Valid<ProductData> good(String feed) throws IOException {
    return switch (row(feed)) {
      case TableRow.Valid<ProductData> good -> good;
      case TableRow.Invalid<ProductData> bad -> throw new AssertionError(bad.reason());
    };
  }

  TableRow<ProductData> row(String feed) throws IOException {
    try (TableReader<ProductData> reader =
        ProductFeed.open(FeedFiles.text("feed.tsv", feed), said::add)) {
      Optional<TableRow<ProductData>> row = reader.next();
      return row.orElseThrow();
    }
  }
}
