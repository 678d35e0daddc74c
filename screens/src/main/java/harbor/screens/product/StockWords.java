package harbor.screens.product;

import harbor.inventory.v1.StockStatus;

/** Whether something can be bought, as clients see it. */
public final class StockWords {
  private StockWords() {}

  /** In a word; {@code unknown} when nobody could say. */
  public static String of(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE -> "available";
      case STOCK_STATUS_OUT_OF_STOCK -> "out_of_stock";
      case STOCK_STATUS_PREORDER -> "preorder";
      case STOCK_STATUS_BACKORDER -> "backorder";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }
}
