package harbor.importer;

import harbor.importer.feed.StockGroup;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the stock of a product while two files are read side by side. Products that the stock file
 * names before the feed does wait here, a bounded number of them; what nobody asked for is left
 * over. Files in about the same order therefore meet completely, whatever their size.
 */
final class StockWindow implements RowReader<StockGroup> {
  private final RowReader<StockGroup> groups;
  private final RowCounts counts;
  private final int maxWaiting;
  private final Map<String, TableRow.Valid<StockGroup>> waiting = new LinkedHashMap<>();
  private long taken;

  StockWindow(RowReader<StockGroup> groups, RowCounts counts, int maxWaiting) {
    this.groups = groups;
    this.counts = counts;
    this.maxWaiting = maxWaiting;
  }

  /** The stock of this product, once; empty when the file does not name it, or only far away. */
  Optional<TableRow.Valid<StockGroup>> take(String productId) throws IOException {
    TableRow.Valid<StockGroup> found = waiting.remove(productId);
    while (found == null && waiting.size() < maxWaiting) {
      Optional<TableRow<StockGroup>> row = groups.next();
      if (row.isEmpty()) {
        return Optional.empty();
      }
      switch (row.get()) {
        case TableRow.Invalid<StockGroup> bad -> counts.read(bad);
        case TableRow.Valid<StockGroup> good -> {
          if (good.value().productId().equals(productId)) {
            found = good;
          } else {
            waiting.put(good.value().productId(), good);
          }
        }
      }
    }
    if (found != null) {
      taken++;
    }
    return Optional.ofNullable(found);
  }

  /** Products that took their stock from here. */
  long taken() {
    return taken;
  }

  /** What nobody took. */
  @Override
  public Optional<TableRow<StockGroup>> next() throws IOException {
    Iterator<TableRow.Valid<StockGroup>> first = waiting.values().iterator();
    if (first.hasNext()) {
      TableRow<StockGroup> row = first.next();
      first.remove();
      return Optional.of(row);
    }
    return groups.next();
  }

  @Override
  public long bytesRead() {
    return groups.bytesRead();
  }

  @Override
  public void close() throws IOException {
    groups.close();
  }
}
