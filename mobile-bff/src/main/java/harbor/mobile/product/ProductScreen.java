package harbor.mobile.product;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;

import harbor.kit.bff.edge.Screen;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.mobile.v1.Product;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /mobile/v1/products/{id}}. */
public final class ProductScreen implements Screen<String, Product> {
  private final CriticalCall<String, ProductCard> product;
  private final OptionalCall<String, Stock> stock;
  private final OptionalCall<String, Rating> rating;
  private final Plan<String> plan;
  private final PlanRunner plans;
  private final MediaUrls media;

  /** Asks these services. */
  public ProductScreen(
      PlanRunner plans,
      CatalogClient catalog,
      InventoryClient inventory,
      ReviewsClient reviews,
      MediaUrls media) {
    product = critical("catalog.product", catalog::product).within(plans.millis(150));
    stock =
        optional("inventory.stock", inventory::stock)
            .within(plans.millis(80))
            .orElse(Stock.UNKNOWN);
    rating =
        optional("reviews.rating", reviews::rating).within(plans.millis(80)).orElse(Rating.NONE);
    plan = Plan.of("mobile.product", plans.millis(200), product, stock, rating);
    this.plans = plans;
    this.media = media;
  }

  @Override
  public List<Plan<?>> plans() {
    return List.of(plan);
  }

  @Override
  public CompletableFuture<Page<Product>> page(RequestScope scope, String id) {
    return plans.run(
        plan,
        scope,
        id,
        parts ->
            ProductViews.view(
                parts.of(product), parts.of(stock).value(), parts.of(rating).value(), media));
  }
}
