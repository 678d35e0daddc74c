package harbor.web.product;

import com.linecorp.armeria.common.HttpHeaderNames;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.text.Languages;
import harbor.pricing.v1.Price;
import harbor.screens.product.ProductEventsScreens;
import harbor.screens.product.StockWords;
import harbor.web.edge.PriceViews;
import harbor.web.v1.ProductEvent;
import harbor.web.v1.StockState;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code GET /web/events?products=...}: stock and price of the products that a client names. */
public final class ProductEventsScreen {
  private ProductEventsScreen() {}

  /** Hears of both services. */
  public static LiveEvents<Locale> of(Kit kit, Languages languages) {
    return ProductEventsScreens.of(
        kit,
        ProductEvent.getDefaultInstance(),
        ctx -> languages.choose(ctx.request().headers().get(HttpHeaderNames.ACCEPT_LANGUAGE)),
        ProductEventsScreen::view,
        false);
  }

  private static ProductEvent view(
      String product, @Nullable Stock stock, @Nullable Price price, Locale language) {
    ProductEvent.Builder event = ProductEvent.newBuilder().setProductId(product);
    if (stock != null) {
      add(event.getStockBuilder(), stock);
    }
    if (price != null) {
      event.setPrice(PriceViews.price(price.getCurrent(), language));
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
