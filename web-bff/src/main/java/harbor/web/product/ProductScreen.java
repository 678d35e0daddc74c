package harbor.web.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.clients.ShippingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.ProductDelivery;
import harbor.web.v1.ProductPage;
import harbor.web.v1.WithdrawnProduct;
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
      ShippingClient shipping,
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
    var delivery =
        optional("shipping.delivery", shipping.delivery)
            .within(ofMillis(150))
            .orElse(ProductDelivery.getDefaultInstance());
    return Plan.of("web.product", ofMillis(250), product, stock, price, newest, related, delivery)
        .shows(
            parts ->
                views.page(
                    parts.of(product),
                    parts.of(stock).value(),
                    parts.of(price).value(),
                    parts.of(newest).value(),
                    parts.of(related).value(),
                    parts.of(delivery).value(),
                    parts.language()));
  }

  /** What stands in place of a product that is not sold any more. */
  public static Screen<String, WithdrawnProduct> withdrawn(
      RecommendationsClient recommendations, ProductViews views) {
    var related =
        critical("recommendations.related", recommendations.related).within(ofMillis(150));
    return Plan.of("web.withdrawn_product", ofMillis(200), related)
        .shows(parts -> views.withdrawn(parts.of(related), parts.language()));
  }
}
