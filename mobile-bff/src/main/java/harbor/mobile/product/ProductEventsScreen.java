package harbor.mobile.product;

import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.mobile.v1.PriceState;
import harbor.mobile.v1.ProductEvent;
import harbor.mobile.v1.StockState;
import harbor.pricing.v1.Price;
import harbor.screens.product.ProductEventsScreens;
import harbor.screens.product.StockWords;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /mobile/v1/events?products=...}: stock and price of the products that a client names.
 */
public final class ProductEventsScreen {
  private ProductEventsScreen() {}

  /** Hears of both services. */
  public static LiveEvents<String> of(Kit kit) {
    return ProductEventsScreens.of(
        kit,
        ProductEvent.getDefaultInstance(),
        _ -> "",
        (product, stock, price, _) -> view(product, stock, price),
        true);
  }

  private static ProductEvent view(String product, @Nullable Stock stock, @Nullable Price price) {
    ProductEvent.Builder event = ProductEvent.newBuilder().setProductId(product);
    if (stock != null) {
      add(event.getStockBuilder(), stock);
    }
    if (price != null) {
      event.setPrice(
          PriceState.newBuilder()
              .setMinor(Math.toIntExact(price.getCurrent().getMinor()))
              .setCurrency(price.getCurrent().getCurrency()));
    }
    return event.build();
  }

  private static void add(StockState.Builder state, Stock stock) {
    state.setStatus(StockWords.of(stock.getStatus()));
    if (stock.getLow()) {
      state.setLeft(Math.toIntExact(stock.getAvailable()));
    }
  }
}
