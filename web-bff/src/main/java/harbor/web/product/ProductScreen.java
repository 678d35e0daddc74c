package harbor.web.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;

import harbor.kit.bff.edge.Screen;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.web.catalog.CatalogClient;
import harbor.web.catalog.Product;
import harbor.web.inventory.InventoryClient;
import harbor.web.inventory.Stock;
import harbor.web.pricing.PricingClient;
import harbor.web.pricing.ProductPrice;
import harbor.web.recommendations.RecommendationsClient;
import harbor.web.recommendations.RelatedProduct;
import harbor.web.reviews.Reviews;
import harbor.web.reviews.ReviewsClient;
import harbor.web.v1.ProductPage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** {@code GET /web/products/{id}}. */
public final class ProductScreen implements Screen<ProductRequest, ProductPage> {
  private final CriticalCall<String, Product> product;
  private final OptionalCall<String, Stock> stock;
  private final OptionalCall<String, Optional<ProductPrice>> price;
  private final OptionalCall<String, Reviews> newest;
  private final OptionalCall<String, List<RelatedProduct>> related;
  private final Plan<String> plan;
  private final PlanRunner plans;
  private final ProductViews views;

  /** Asks these services. */
  public ProductScreen(
      PlanRunner plans,
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      ReviewsClient reviews,
      RecommendationsClient recommendations,
      ProductViews views) {
    product = critical("catalog.product", catalog::product).within(plans.millis(200));
    stock =
        optional("inventory.stock", inventory::stock)
            .within(plans.millis(150))
            .orElse(Stock.UNKNOWN);
    price =
        optional("pricing.price", pricing::price)
            .within(plans.millis(150))
            .orElse(Optional.empty());
    newest =
        optional("reviews.list", reviews::newest).within(plans.millis(150)).orElse(Reviews.UNKNOWN);
    related =
        optional("recommendations.related", recommendations::related)
            .within(plans.millis(150))
            .orElse(List.of());
    plan = Plan.of("web.product", plans.millis(250), product, stock, price, newest, related);
    this.plans = plans;
    this.views = views;
  }

  @Override
  public List<Plan<?>> plans() {
    return List.of(plan);
  }

  @Override
  public CompletableFuture<Page<ProductPage>> page(RequestScope scope, ProductRequest request) {
    return plans.run(
        plan,
        scope,
        request.id(),
        parts ->
            views.page(
                parts.of(product),
                parts.of(stock).value(),
                parts.of(price).value(),
                parts.of(newest).value(),
                parts.of(related).value(),
                request.language()));
  }
}
