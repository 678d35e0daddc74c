package harbor.web.product;

import com.linecorp.armeria.common.HttpHeaderNames;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.kit.bff.text.Languages;
import harbor.pricing.v1.Price;
import harbor.web.edge.PriceViews;
import harbor.web.edge.StockViews;
import harbor.web.v1.ProductEvent;
import harbor.web.v1.StockState;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /web/events?products=...}: stock and price of the products that a client names. */
public final class ProductEventsScreen {
  private ProductEventsScreen() {}

  /** Hears of both services. */
  public static LiveEvents<Locale> of(Kit kit, Languages languages) {
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
        ctx -> languages.choose(ctx.request().headers().get(HttpHeaderNames.ACCEPT_LANGUAGE)),
        (product, states, language) ->
            view(product, states.of(stock).orElse(null), states.of(price).orElse(null), language),
        false);
  }

  private static ProductEvent view(
      String product, @Nullable Stock stock, @Nullable Price price, Locale language) {
    ProductEvent.Builder event = ProductEvent.newBuilder().setProductId(product);
    if (stock != null) {
      event.setStock(stock(stock));
    }
    if (price != null) {
      event.setPrice(PriceViews.price(price.getCurrent(), language));
    }
    return event.build();
  }

  private static StockState stock(Stock stock) {
    StockState.Builder state =
        StockState.newBuilder().setStatus(StockViews.status(stock.getStatus()));
    if (stock.getLow()) {
      state.setLeft(Math.toIntExact(stock.getAvailable()));
    }
    return state.build();
  }
}
