package harbor.importer.client;

import io.grpc.Channel;

/**
 * The core services that an import writes to, each over its own channel; who opened a channel
 * closes it.
 */
public final class CoreClients {
  public final CatalogClient catalog;
  public final InventoryClient inventory;
  public final PricingClient pricing;
  public final ReviewsClient reviews;
  public final RecommendationsClient recommendations;

  /** Channels may carry interceptors, for instance one that says who calls. */
  public CoreClients(
      Channel catalog,
      Channel inventory,
      Channel pricing,
      Channel reviews,
      Channel recommendations) {
    this(catalog, inventory, pricing, reviews, recommendations, Calls.Pause.sleeping());
  }

  CoreClients(
      Channel catalog,
      Channel inventory,
      Channel pricing,
      Channel reviews,
      Channel recommendations,
      Calls.Pause pause) {
    this.catalog = new CatalogClient(catalog, pause);
    this.inventory = new InventoryClient(inventory, pause);
    this.pricing = new PricingClient(pricing, pause);
    this.reviews = new ReviewsClient(reviews, pause);
    this.recommendations = new RecommendationsClient(recommendations, pause);
  }
}
