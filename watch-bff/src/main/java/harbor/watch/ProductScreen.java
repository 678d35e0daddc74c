package harbor.watch;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.Rating;
import harbor.watch.v1.Product;
import harbor.watch.v1.StockStatus;

/** {@code GET /watch/v1/products/{id}}: three numbers from three calls. */
final class ProductScreen {
  private ProductScreen() {}

  /** Asks these services. */
  static Screen<String, Product> of(
      PricingClient pricing, InventoryClient inventory, ReviewsClient reviews) {
    var price = critical("pricing.price", pricing.price).within(ofMillis(100));
    var stock =
        optional("inventory.stock", inventory.stock)
            .within(ofMillis(80))
            .orElse(Stock.getDefaultInstance());
    var rating =
        optional("reviews.rating", reviews.rating)
            .within(ofMillis(80))
            .orElse(Rating.getDefaultInstance());
    return Plan.of("watch.product", ofMillis(150), price, stock, rating)
        .shows(parts -> view(parts.of(price), parts.of(stock).value(), parts.of(rating).value()));
  }

  static Product view(Price price, Stock stock, Rating rating) {
    return Product.newBuilder()
        .setPrice(Math.toIntExact(price.getCurrent().getMinor()))
        .setStockStatus(status(stock.getStatus()))
        .setRatingTenths(rating.getAverageTenths())
        .build();
  }

  private static StockStatus status(harbor.inventory.v1.StockStatus status) {
    return switch (status) {
      case STOCK_STATUS_AVAILABLE, STOCK_STATUS_PREORDER, STOCK_STATUS_BACKORDER ->
          StockStatus.STOCK_STATUS_AVAILABLE;
      case STOCK_STATUS_OUT_OF_STOCK -> StockStatus.STOCK_STATUS_OUT_OF_STOCK;
      case STOCK_STATUS_UNSPECIFIED, UNRECOGNIZED -> StockStatus.STOCK_STATUS_UNSPECIFIED;
    };
  }
}
