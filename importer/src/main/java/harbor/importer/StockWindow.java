package harbor.importer;

import harbor.importer.feed.StockGroup;
import harbor.importer.sending.Tally;
import harbor.importer.table.Row;
import harbor.importer.table.RowSource;
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
final class StockWindow implements RowSource<StockGroup> {
  private final RowSource<StockGroup> groups;
  private final Tally tally;
  private final int mostWaiting;
  private final Map<String, Row.Good<StockGroup>> waiting = new LinkedHashMap<>();
  private long taken;

  StockWindow(RowSource<StockGroup> groups, Tally tally, int mostWaiting) {
    this.groups = groups;
    this.tally = tally;
    this.mostWaiting = mostWaiting;
  }

  /** The stock of this product, once; empty when the file does not name it, or only far away. */
  Optional<Row.Good<StockGroup>> take(String productId) throws IOException {
    Row.Good<StockGroup> found = waiting.remove(productId);
    while (found == null && waiting.size() < mostWaiting) {
      Optional<Row<StockGroup>> row = groups.next();
      if (row.isEmpty()) {
        return Optional.empty();
      }
      switch (row.get()) {
        case Row.Bad<StockGroup> bad -> tally.read(bad);
        case Row.Good<StockGroup> good -> {
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
  public Optional<Row<StockGroup>> next() throws IOException {
    Iterator<Row.Good<StockGroup>> first = waiting.values().iterator();
    if (first.hasNext()) {
      Row<StockGroup> row = first.next();
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
