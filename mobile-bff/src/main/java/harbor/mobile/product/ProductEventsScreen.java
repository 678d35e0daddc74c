package harbor.mobile.product;

import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.mobile.StockWords;
import harbor.mobile.v1.PriceState;
import harbor.mobile.v1.ProductEvent;
import harbor.mobile.v1.StockState;
import harbor.pricing.v1.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /mobile/v1/events?products=...}: stock and price of the products that a client names.
 */
public final class ProductEventsScreen {
  private ProductEventsScreen() {}

  /** Hears of both services. */
  public static LiveEvents<String> of(Kit kit) {
    LiveSource<Stock> stock =
        kit.live(InventoryClient.SERVICE, client -> client.changes, client -> client.stock.all());
    LiveSource<Price> price =
        kit.live(PricingClient.SERVICE, client -> client.changes, client -> client.price.all());
    return new LiveEvents<>(
        "products",
        List.of(stock, price),
        "product",
        ProductEvent.getDefaultInstance(),
        "event_id",
        _ -> "",
        (product, states, _) ->
            view(product, states.of(stock).orElse(null), states.of(price).orElse(null)),
        true);
  }

  private static ProductEvent view(String product, @Nullable Stock stock, @Nullable Price price) {
    ProductEvent.Builder event = ProductEvent.newBuilder().setProductId(product);
    if (stock != null) {
      event.setStock(stock(stock));
    }
    if (price != null) {
      event.setPrice(
          PriceState.newBuilder()
              .setMinor(Math.toIntExact(price.getCurrent().getMinor()))
              .setCurrency(price.getCurrent().getCurrency()));
    }
    return event.build();
  }

  private static StockState stock(Stock stock) {
    StockState.Builder state = StockState.newBuilder().setStatus(StockWords.of(stock.getStatus()));
    if (stock.getLow()) {
      state.setLeft(Math.toIntExact(stock.getAvailable()));
    }
    return state.build();
  }
}
