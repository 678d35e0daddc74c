package harbor.scripted;

import harbor.carts.v1.CartsServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.ServiceDescriptor;

/** The core services that can be scripted. */
public enum Core {
  /** Products. */
  CATALOG,
  /** Stock. */
  INVENTORY,
  /** Prices. */
  PRICING,
  /** Reviews. */
  REVIEWS,
  /** Related products. */
  RECOMMENDATIONS,
  /** Carts. */
  CARTS,
  /** People who have an account. */
  USERS;

  /** Its contract. */
  public ServiceDescriptor service() {
    return switch (this) {
      case CATALOG -> CatalogServiceGrpc.getServiceDescriptor();
      case INVENTORY -> InventoryServiceGrpc.getServiceDescriptor();
      case PRICING -> PricingServiceGrpc.getServiceDescriptor();
      case REVIEWS -> ReviewsServiceGrpc.getServiceDescriptor();
      case RECOMMENDATIONS -> RecommendationsServiceGrpc.getServiceDescriptor();
      case CARTS -> CartsServiceGrpc.getServiceDescriptor();
      case USERS -> UsersServiceGrpc.getServiceDescriptor();
    };
  }
}
