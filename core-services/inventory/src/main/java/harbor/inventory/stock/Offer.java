package harbor.inventory.stock;

import java.util.OptionalLong;

/**
 * What a customer can have of a product.
 *
 * @param status whether it can be bought now
 * @param available pieces, never negative; absent when the supplier promises it without counting
 * @param low whether so few are left that a client should say so
 */
public record Offer(Status status, OptionalLong available, boolean low) {
  private static final long FEW = 5;

  /**
   * What follows from the stock: where pieces are counted they decide, not the feed's word; but
   * what is not out yet stays so, however many pieces have arrived.
   */
  public static Offer of(StockLevel level) {
    if (!level.counted()) {
      return new Offer(level.said(), OptionalLong.empty(), false);
    }
    long available = Math.max(0, level.left());
    return new Offer(
        status(level.said(), available),
        OptionalLong.of(available),
        available > 0 && available <= FEW);
  }

  private static Status status(Status said, long available) {
    return switch (said) {
      case PREORDER -> Status.PREORDER;
      case BACKORDER -> available > 0 ? Status.AVAILABLE : Status.BACKORDER;
      case AVAILABLE, OUT_OF_STOCK -> available > 0 ? Status.AVAILABLE : Status.OUT_OF_STOCK;
    };
  }
}
