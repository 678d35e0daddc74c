package harbor.screens.product;

import harbor.inventory.v1.Stock;
import harbor.shipping.v1.ProductDelivery;

/** What product pages promise. */
public final class DeliveryViews {
  private DeliveryViews() {}

  /**
   * Whether a window may be shown: what is known of the stock is newer, and may say that nothing is
   * left to be delivered.
   *
   * @param delivery without a window when nobody could say
   * @param stock the default instance when nobody could say
   */
  public static boolean isPromised(ProductDelivery delivery, Stock stock) {
    return delivery.hasWindow()
        && switch (stock.getStatus()) {
          case STOCK_STATUS_AVAILABLE, STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> true;
          case STOCK_STATUS_OUT_OF_STOCK, STOCK_STATUS_PREORDER, STOCK_STATUS_BACKORDER -> false;
        };
  }
}
