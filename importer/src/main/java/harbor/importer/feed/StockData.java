package harbor.importer.feed;

import java.util.List;

/**
 * Stock of one product.
 *
 * @param counts pieces by place; empty when the product is not counted and {@code availability}
 *     alone decides
 */
public record StockData(
    String productId,
    ProductData.Availability availability,
    List<PlaceCount> counts,
    int minHandlingDays,
    int maxHandlingDays) {
  public StockData {
    counts = List.copyOf(counts);
  }

  /** Pieces at one place. */
  public record PlaceCount(String placeId, long onHand) {}

  /**
   * Stock by what the feed states and what was counted. A count wins, but for a product that is not
   * out yet.
   *
   * @param stated what the feed states
   */
  public static StockData of(
      String productId,
      ProductData.Availability stated,
      List<PlaceCount> counts,
      int minHandlingDays,
      int maxHandlingDays) {
    boolean some = counts.stream().anyMatch(count -> count.onHand() > 0);
    ProductData.Availability availability =
        counts.isEmpty() || stated == ProductData.Availability.PREORDER
            ? stated
            : some ? ProductData.Availability.IN_STOCK : ProductData.Availability.OUT_OF_STOCK;
    return new StockData(productId, availability, counts, minHandlingDays, maxHandlingDays);
  }
}
