package harbor.importer.feed;

import java.util.List;

/** What a stock file says of one product: pieces by place. */
public record StockGroup(String productId, List<StockData.PlaceCount> counts) {
  public StockGroup {
    counts = List.copyOf(counts);
  }
}
