package harbor.web.admin;

import harbor.carts.v1.ListAllCartsRequest;
import harbor.carts.v1.ListAllCartsResponse;
import harbor.catalog.v1.ListAllCategoriesRequest;
import harbor.catalog.v1.ListAllCategoriesResponse;
import harbor.catalog.v1.ListAllProductsRequest;
import harbor.catalog.v1.ListAllProductsResponse;
import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.OffersClient;
import harbor.clients.OrdersClient;
import harbor.clients.PaymentsClient;
import harbor.clients.PricingClient;
import harbor.clients.ReservationsClient;
import harbor.clients.ReviewsClient;
import harbor.clients.ShippingClient;
import harbor.clients.TaxClient;
import harbor.clients.UsersClient;
import harbor.inventory.v1.ListReservationsRequest;
import harbor.inventory.v1.ListReservationsResponse;
import harbor.inventory.v1.ListStockRequest;
import harbor.inventory.v1.ListStockResponse;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.orders.v1.ListAllOrdersRequest;
import harbor.orders.v1.ListAllOrdersResponse;
import harbor.payments.v1.ListPaymentsRequest;
import harbor.payments.v1.ListPaymentsResponse;
import harbor.pricing.v1.ListPricesRequest;
import harbor.pricing.v1.ListPricesResponse;
import harbor.pricing.v1.ListPromotionsRequest;
import harbor.pricing.v1.ListPromotionsResponse;
import harbor.reviews.v1.ListAllReviewsRequest;
import harbor.reviews.v1.ListAllReviewsResponse;
import harbor.shipping.v1.ListShipmentsRequest;
import harbor.shipping.v1.ListShipmentsResponse;
import harbor.shipping.v1.ListShippingMethodsRequest;
import harbor.shipping.v1.ListShippingMethodsResponse;
import harbor.tax.v1.ListTaxRatesRequest;
import harbor.tax.v1.ListTaxRatesResponse;
import harbor.users.v1.ListUsersRequest;
import harbor.users.v1.ListUsersResponse;
import harbor.web.v1.AdminCart;
import harbor.web.v1.AdminCarts;
import harbor.web.v1.AdminCategories;
import harbor.web.v1.AdminCategory;
import harbor.web.v1.AdminOrder;
import harbor.web.v1.AdminOrders;
import harbor.web.v1.AdminPayment;
import harbor.web.v1.AdminPayments;
import harbor.web.v1.AdminPrice;
import harbor.web.v1.AdminPrices;
import harbor.web.v1.AdminProduct;
import harbor.web.v1.AdminProducts;
import harbor.web.v1.AdminPromotion;
import harbor.web.v1.AdminPromotions;
import harbor.web.v1.AdminReservation;
import harbor.web.v1.AdminReservations;
import harbor.web.v1.AdminReview;
import harbor.web.v1.AdminReviews;
import harbor.web.v1.AdminShipment;
import harbor.web.v1.AdminShipments;
import harbor.web.v1.AdminShippingMethod;
import harbor.web.v1.AdminShippingMethods;
import harbor.web.v1.AdminStock;
import harbor.web.v1.AdminStocks;
import harbor.web.v1.AdminTaxRate;
import harbor.web.v1.AdminTaxRates;
import harbor.web.v1.AdminUser;
import harbor.web.v1.AdminUsers;
import harbor.web.v1.ModerateReviewRequest;
import harbor.web.v1.UpdateOrderRequest;
import harbor.web.v1.UpdatePriceRequest;
import harbor.web.v1.UpdateProductRequest;
import harbor.web.v1.UpdatePromotionRequest;
import harbor.web.v1.UpdateStockRequest;
import harbor.web.v1.UpdateUserRequest;
import java.util.Map;

/** {@code /web/admin/...}: the tables, a sentence each. */
public final class AdminScreens {
  private static final String ITSELF = "";
  private static final Map<String, String> SAME = Map.of();

  private AdminScreens() {}

  /** Adds the routes. */
  public static void add(Routes to, Kit kit) {
    goods(to, kit);
    offers(to, kit);
    people(to, kit);
    orders(to, kit);
    rates(to, kit);
  }

  private static void goods(Routes to, Kit kit) {
    CatalogClient catalog = kit.client(CatalogClient.SERVICE);
    InventoryClient inventory = kit.client(InventoryClient.SERVICE);
    new AdminTable<>(
            "products",
            "catalog",
            ListAllProductsRequest.getDefaultInstance(),
            catalog.allProducts,
            ListAllProductsResponse.getDefaultInstance(),
            AdminProducts.class,
            AdminProduct.class,
            ITSELF,
            Map.of(
                "category_id", "category_path",
                "price_minor", "price.minor",
                "currency", "price.currency"))
        .listed(to)
        .edited(to, catalog.updateProduct.with(EditRequests::product), UpdateProductRequest::getId);
    new AdminTable<>(
            "categories",
            "catalog",
            ListAllCategoriesRequest.getDefaultInstance(),
            catalog.allCategories,
            ListAllCategoriesResponse.getDefaultInstance(),
            AdminCategories.class,
            AdminCategory.class,
            ITSELF,
            SAME)
        .listed(to);
    new AdminTable<>(
            "stock",
            "inventory",
            ListStockRequest.getDefaultInstance(),
            inventory.all,
            ListStockResponse.getDefaultInstance(),
            AdminStocks.class,
            AdminStock.class,
            ITSELF,
            Map.of("id", "product_id"))
        .listed(to)
        .edited(to, inventory.update.with(EditRequests::stock), UpdateStockRequest::getId);
    new AdminTable<>(
            "reservations",
            "inventory",
            ListReservationsRequest.getDefaultInstance(),
            kit.client(ReservationsClient.SERVICE).reservations,
            ListReservationsResponse.getDefaultInstance(),
            AdminReservations.class,
            AdminReservation.class,
            ITSELF,
            SAME)
        .listed(to);
  }

  private static void offers(Routes to, Kit kit) {
    PricingClient pricing = kit.client(PricingClient.SERVICE);
    OffersClient offers = kit.client(OffersClient.SERVICE);
    new AdminTable<>(
            "prices",
            "pricing",
            ListPricesRequest.getDefaultInstance(),
            pricing.all,
            ListPricesResponse.getDefaultInstance(),
            AdminPrices.class,
            AdminPrice.class,
            ITSELF,
            Map.of("id", "product_id"))
        .listed(to)
        .edited(to, pricing.update.with(EditRequests::price), UpdatePriceRequest::getId);
    new AdminTable<>(
            "promotions",
            "pricing",
            ListPromotionsRequest.getDefaultInstance(),
            offers.promotions,
            ListPromotionsResponse.getDefaultInstance(),
            AdminPromotions.class,
            AdminPromotion.class,
            ITSELF,
            SAME)
        .listed(to)
        .edited(
            to,
            offers.updatePromotion.with(EditRequests::promotion),
            UpdatePromotionRequest::getId);
  }

  private static void people(Routes to, Kit kit) {
    UsersClient users = kit.client(UsersClient.SERVICE);
    ReviewsClient reviews = kit.client(ReviewsClient.SERVICE);
    new AdminTable<>(
            "users",
            "users",
            ListUsersRequest.getDefaultInstance(),
            users.users,
            ListUsersResponse.getDefaultInstance(),
            AdminUsers.class,
            AdminUser.class,
            ITSELF,
            Map.of("id", "user_id"))
        .listed(to)
        .edited(to, users.updateUser.with(EditRequests::user), UpdateUserRequest::getId);
    new AdminTable<>(
            "carts",
            "carts",
            ListAllCartsRequest.getDefaultInstance(),
            kit.client(CartsClient.SERVICE).all,
            ListAllCartsResponse.getDefaultInstance(),
            AdminCarts.class,
            AdminCart.class,
            "cart",
            Map.of("user_id", "user_id"))
        .listed(to);
    new AdminTable<>(
            "reviews",
            "reviews",
            ListAllReviewsRequest.getDefaultInstance(),
            reviews.all,
            ListAllReviewsResponse.getDefaultInstance(),
            AdminReviews.class,
            AdminReview.class,
            ITSELF,
            SAME)
        .listed(to)
        .edited(to, reviews.moderate.with(EditRequests::review), ModerateReviewRequest::getId)
        .names("INVALID_MODERATION", "moderation");
  }

  private static void orders(Routes to, Kit kit) {
    OrdersClient orders = kit.client(OrdersClient.SERVICE);
    new AdminTable<>(
            "orders",
            "orders",
            ListAllOrdersRequest.getDefaultInstance(),
            orders.all,
            ListAllOrdersResponse.getDefaultInstance(),
            AdminOrders.class,
            AdminOrder.class,
            "order",
            Map.ofEntries(
                Map.entry("user_id", "user_id"),
                Map.entry("needs_review", "needs_review"),
                Map.entry("review_reasons", "review_reasons"),
                Map.entry("list_minor", "order.totals.list_minor"),
                Map.entry("discount_minor", "order.totals.discount_minor"),
                Map.entry("shipping_minor", "order.totals.shipping_minor"),
                Map.entry("shipping_tax_minor", "order.shipping.tax_minor"),
                Map.entry("tax_minor", "order.totals.tax_minor"),
                Map.entry("total_minor", "order.totals.total_minor"),
                Map.entry("captured_minor", "order.totals.captured_minor"),
                Map.entry("refunded_minor", "order.totals.refunded_minor"),
                Map.entry("shipping_method", "order.shipping.method"),
                Map.entry("tracking_number", "order.shipping.tracking_number"),
                Map.entry("earliest", "order.shipping.earliest"),
                Map.entry("latest", "order.shipping.latest")))
        .listed(to)
        .edited(to, orders.updateAny.with(EditRequests::order), UpdateOrderRequest::getId);
    new AdminTable<>(
            "payments",
            "payments",
            ListPaymentsRequest.getDefaultInstance(),
            kit.client(PaymentsClient.SERVICE).payments,
            ListPaymentsResponse.getDefaultInstance(),
            AdminPayments.class,
            AdminPayment.class,
            ITSELF,
            Map.of("amount_minor", "amount.minor", "currency", "amount.currency"))
        .listed(to);
    new AdminTable<>(
            "shipments",
            "shipping",
            ListShipmentsRequest.getDefaultInstance(),
            kit.client(ShippingClient.SERVICE).shipments,
            ListShipmentsResponse.getDefaultInstance(),
            AdminShipments.class,
            AdminShipment.class,
            ITSELF,
            Map.of(
                "country", "destination.country",
                "earliest", "window.earliest",
                "latest", "window.latest"))
        .listed(to);
  }

  private static void rates(Routes to, Kit kit) {
    new AdminTable<>(
            "tax-rates",
            "tax",
            ListTaxRatesRequest.getDefaultInstance(),
            kit.client(TaxClient.SERVICE).rates,
            ListTaxRatesResponse.getDefaultInstance(),
            AdminTaxRates.class,
            AdminTaxRate.class,
            ITSELF,
            SAME)
        .listed(to);
    new AdminTable<>(
            "shipping-methods",
            "shipping",
            ListShippingMethodsRequest.getDefaultInstance(),
            kit.client(ShippingClient.SERVICE).methods,
            ListShippingMethodsResponse.getDefaultInstance(),
            AdminShippingMethods.class,
            AdminShippingMethod.class,
            ITSELF,
            Map.of(
                "cost_minor", "cost.minor",
                "currency", "cost.currency",
                "free_from_minor", "free_from.minor"))
        .listed(to);
  }
}
