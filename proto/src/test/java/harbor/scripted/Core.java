package harbor.scripted;

import harbor.carts.v1.CartsServiceGrpc;
import harbor.catalog.v1.CatalogAdminServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.content.v1.ContentServiceGrpc;
import harbor.inventory.v1.InventoryAdminServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.PricingAdminServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.tax.v1.TaxServiceGrpc;
import harbor.type.v1.AccountsServiceGrpc;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.ServiceDescriptor;
import java.util.List;

/** The core services that can be scripted. */
public enum Core {
  /** Products. */
  CATALOG,
  /** Stock. */
  INVENTORY,
  /** Prices and offers. */
  PRICING,
  /** Tax. */
  TAX,
  /** Reviews. */
  REVIEWS,
  /** Related products. */
  RECOMMENDATIONS,
  /** Carts. */
  CARTS,
  /** People who have an account. */
  USERS,
  /** Orders. */
  ORDERS,
  /** Payments. */
  PAYMENTS,
  /** Shipments. */
  SHIPPING,
  /** Words, sections and flags. */
  CONTENT;

  /** All that its process serves, its own contract first. */
  public List<ServiceDescriptor> services() {
    return switch (this) {
      case CATALOG -> List.of(service(), CatalogAdminServiceGrpc.getServiceDescriptor());
      case INVENTORY ->
          List.of(
              service(),
              ReservationsServiceGrpc.getServiceDescriptor(),
              InventoryAdminServiceGrpc.getServiceDescriptor());
      case PRICING ->
          List.of(
              service(),
              OffersServiceGrpc.getServiceDescriptor(),
              PricingAdminServiceGrpc.getServiceDescriptor());
      case USERS -> List.of(service(), AccountsServiceGrpc.getServiceDescriptor());
      case TAX, REVIEWS, RECOMMENDATIONS, CARTS, ORDERS, PAYMENTS, SHIPPING, CONTENT ->
          List.of(service());
    };
  }

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
      case TAX -> TaxServiceGrpc.getServiceDescriptor();
      case ORDERS -> OrdersServiceGrpc.getServiceDescriptor();
      case PAYMENTS -> PaymentsServiceGrpc.getServiceDescriptor();
      case SHIPPING -> ShippingServiceGrpc.getServiceDescriptor();
      case CONTENT -> ContentServiceGrpc.getServiceDescriptor();
    };
  }
}
