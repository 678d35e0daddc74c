package harbor.web.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.web.v1.ProductPage;
import java.util.List;

/** {@code GET /web/products/{id}}. */
public final class ProductScreen {
  private ProductScreen() {}

  /** Asks these services. */
  public static Screen<String, ProductPage> of(
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      ReviewsClient reviews,
      RecommendationsClient recommendations,
      ProductViews views) {
    var product = critical("catalog.product", catalog.product).within(ofMillis(200));
    var stock =
        optional("inventory.stock", inventory.stockAndPlaces)
            .within(ofMillis(150))
            .orElse(Stock.getDefaultInstance());
    var price =
        optional("pricing.price", pricing.price)
            .within(ofMillis(150))
            .orElse(Price.getDefaultInstance());
    var newest =
        optional("reviews.list", reviews.newest)
            .within(ofMillis(150))
            .orElse(ListReviewsResponse.getDefaultInstance());
    var related =
        optional("recommendations.related", recommendations.related)
            .within(ofMillis(150))
            .orElse(List.of());
    return Plan.of("web.product", ofMillis(250), product, stock, price, newest, related)
        .shows(
            parts ->
                views.page(
                    parts.of(product),
                    parts.of(stock).value(),
                    parts.of(price).value(),
                    parts.of(newest).value(),
                    parts.of(related).value(),
                    parts.language()));
  }
}
