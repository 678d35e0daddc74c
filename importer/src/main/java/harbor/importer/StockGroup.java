package harbor.importer;

import java.util.List;

/** What a stock file says of one product: pieces by place. */
record StockGroup(String productId, List<StockData.PlaceCount> counts) {
  StockGroup {
    counts = List.copyOf(counts);
  }
}
