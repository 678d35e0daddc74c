package harbor.importer.feed;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stock of one product.
 *
 * @param availableFrom from when on what is awaited is in stock; null when nobody knows
 * @param counts pieces by place; empty when the product is not counted and {@code availability}
 *     alone decides
 */
public record StockData(
    String productId,
    ProductData.Availability availability,
    @Nullable Instant availableFrom,
    List<PlaceCount> counts,
    int minHandlingDays,
    int maxHandlingDays) {
  public StockData {
    counts = List.copyOf(counts);
  }

  /** Pieces at one place. */
  public record PlaceCount(String placeId, long onHand) {}

  /**
   * Stock by what the feed states and what was counted. A count wins over in and out of stock
   * alone: pieces on hand do not change whether it is out, delivered again, or sold at all.
   *
   * @param stated what the feed states
   */
  public static StockData of(
      String productId,
      ProductData.Availability stated,
      @Nullable Instant availableFrom,
      List<PlaceCount> counts,
      int minHandlingDays,
      int maxHandlingDays) {
    boolean some = counts.stream().anyMatch(count -> count.onHand() > 0);
    ProductData.Availability availability =
        counts.isEmpty() || stated.isAwaited() || stated == ProductData.Availability.DISCONTINUED
            ? stated
            : some ? ProductData.Availability.IN_STOCK : ProductData.Availability.OUT_OF_STOCK;
    return new StockData(
        productId, availability, availableFrom, counts, minHandlingDays, maxHandlingDays);
  }
}
