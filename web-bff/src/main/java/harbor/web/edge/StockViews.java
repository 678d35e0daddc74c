package harbor.web.edge;

import harbor.inventory.v1.StockStatus;

/** Whether something can be bought, as the browser sees it. */
public final class StockViews {
  private StockViews() {}

  /** In a word; {@code unknown} when nobody could say. */
  public static String status(StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE -> "available";
      case STOCK_STATUS_OUT_OF_STOCK -> "out_of_stock";
      case STOCK_STATUS_PREORDER -> "preorder";
      case STOCK_STATUS_BACKORDER -> "backorder";
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }
}
