package harbor.scripted;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.ListAllCartsResponse;
import harbor.carts.v1.OwnedCart;
import harbor.catalog.v1.CatalogAdminServiceGrpc;
import harbor.catalog.v1.CategoryRow;
import harbor.catalog.v1.ListAllCategoriesResponse;
import harbor.catalog.v1.ListAllProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.UpdateProductResponse;
import harbor.inventory.v1.InventoryAdminServiceGrpc;
import harbor.inventory.v1.ListReservationsResponse;
import harbor.inventory.v1.ListStockResponse;
import harbor.inventory.v1.Reservation;
import harbor.inventory.v1.ReservationStatus;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReservedPieces;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.StoredPieces;
import harbor.inventory.v1.StoredStock;
import harbor.inventory.v1.UpdateStockResponse;
import harbor.orders.v1.ListAllOrdersResponse;
import harbor.orders.v1.ListOrderMonthsResponse;
import harbor.orders.v1.OrderMonth;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.UpdateAnyOrderResponse;
import harbor.payments.v1.ListPaymentsResponse;
import harbor.payments.v1.Payment;
import harbor.payments.v1.PaymentStatus;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.pricing.v1.ListPricesResponse;
import harbor.pricing.v1.ListPromotionsResponse;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.PricingAdminServiceGrpc;
import harbor.pricing.v1.Promotion;
import harbor.pricing.v1.StoredPrice;
import harbor.pricing.v1.UpdatePriceResponse;
import harbor.pricing.v1.UpdatePromotionResponse;
import harbor.reviews.v1.ListAllReviewsResponse;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.ListShipmentsResponse;
import harbor.shipping.v1.ListShippingMethodsResponse;
import harbor.shipping.v1.Shipment;
import harbor.shipping.v1.ShipmentLine;
import harbor.shipping.v1.ShipmentStatus;
import harbor.shipping.v1.ShippingMethod;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shop.v1.Destination;
import harbor.tax.v1.ListTaxRatesResponse;
import harbor.tax.v1.TaxRate;
import harbor.tax.v1.TaxServiceGrpc;
import harbor.type.v1.Audit;
import harbor.type.v1.Money;
import harbor.users.v1.ListPointMonthsResponse;
import harbor.users.v1.ListUsersResponse;
import harbor.users.v1.PointMonth;
import harbor.users.v1.UpdateUserResponse;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What the core services list for administrators, a row of each table, and count by month. */
public final class CoreTables {
  private static final String NEXT = "next";
  private static final String PRODUCT = "HB1001";
  private static final String GUEST = "guest:guestguestguestguest01";

  private CoreTables() {}

  static Map<MethodDescriptor<?, ?>, Message> answers() {
    Product product = CoreProduct.rich().product().toBuilder().setAudit(audit("catalog")).build();
    Review review =
        CoreProduct.rich().reviews().getFirst().toBuilder()
            .setModeration(ModerationStatus.MODERATION_STATUS_PENDING)
            .setAudit(audit("user:ada"))
            .build();
    return Map.ofEntries(
        Map.entry(
            CatalogAdminServiceGrpc.getListAllProductsMethod(),
            ListAllProductsResponse.newBuilder()
                .addProducts(product)
                .setNextPageToken(NEXT)
                .build()),
        Map.entry(
            CatalogAdminServiceGrpc.getUpdateProductMethod(),
            UpdateProductResponse.newBuilder().setProduct(product).build()),
        Map.entry(
            CatalogAdminServiceGrpc.getListAllCategoriesMethod(),
            ListAllCategoriesResponse.newBuilder()
                .addCategories(
                    CategoryRow.newBuilder()
                        .setId("Home > Lamps")
                        .setName("Lamps")
                        .setParentId("Home")
                        .setPath("home/lamps")
                        .setAudit(audit("catalog")))
                .build()),
        Map.entry(
            PricingAdminServiceGrpc.getListPricesMethod(),
            ListPricesResponse.newBuilder().addPrices(price()).build()),
        Map.entry(
            PricingAdminServiceGrpc.getUpdatePriceMethod(),
            UpdatePriceResponse.newBuilder().setPrice(price()).build()),
        Map.entry(
            OffersServiceGrpc.getListPromotionsMethod(),
            ListPromotionsResponse.newBuilder().addPromotions(promotion()).build()),
        Map.entry(
            OffersServiceGrpc.getUpdatePromotionMethod(),
            UpdatePromotionResponse.newBuilder().setPromotion(promotion()).build()),
        Map.entry(
            InventoryAdminServiceGrpc.getListStockMethod(),
            ListStockResponse.newBuilder().addStock(stock()).build()),
        Map.entry(
            InventoryAdminServiceGrpc.getUpdateStockMethod(),
            UpdateStockResponse.newBuilder().setStock(stock()).build()),
        Map.entry(
            ReservationsServiceGrpc.getListReservationsMethod(),
            ListReservationsResponse.newBuilder()
                .addReservations(
                    Reservation.newBuilder()
                        .setId("reservation01")
                        .setOrderId(CoreOrder.ID)
                        .setStatus(ReservationStatus.RESERVATION_STATUS_HELD)
                        .addPieces(
                            ReservedPieces.newBuilder()
                                .setProductId(PRODUCT)
                                .setPlaceId("P02")
                                .setQuantity(2))
                        .setExpiresAt(time(1_804_064_500))
                        .setAudit(audit("inventory")))
                .build()),
        Map.entry(
            UsersServiceGrpc.getListUsersMethod(),
            ListUsersResponse.newBuilder()
                .addUsers(CorePerson.ordinary())
                .setNextPageToken(NEXT)
                .build()),
        Map.entry(
            UsersServiceGrpc.getUpdateUserMethod(),
            UpdateUserResponse.newBuilder().setUser(CorePerson.ordinary()).build()),
        Map.entry(
            CartsServiceGrpc.getListAllCartsMethod(),
            ListAllCartsResponse.newBuilder()
                .addCarts(
                    OwnedCart.newBuilder()
                        .setCart(CoreCart.ordinary().toBuilder().setAudit(audit("user:ada")))
                        .setUserId("ada"))
                .addCarts(
                    OwnedCart.newBuilder()
                        .setCart(CoreCart.ordinary().toBuilder().setAudit(audit(GUEST))))
                .build()),
        Map.entry(
            ReviewsServiceGrpc.getListAllReviewsMethod(),
            ListAllReviewsResponse.newBuilder().addReviews(review).build()),
        Map.entry(
            ReviewsServiceGrpc.getModerateReviewMethod(),
            ModerateReviewResponse.newBuilder().setReview(review).build()),
        Map.entry(
            OrdersServiceGrpc.getListAllOrdersMethod(),
            ListAllOrdersResponse.newBuilder()
                .addOrders(order())
                .addOrders(
                    OwnedOrder.newBuilder()
                        .setOrder(CoreOrder.placed().toBuilder().setAudit(audit(GUEST)))
                        .setSubject(GUEST))
                .setNextPageToken(NEXT)
                .build()),
        Map.entry(
            OrdersServiceGrpc.getUpdateAnyOrderMethod(),
            UpdateAnyOrderResponse.newBuilder().setOrder(order()).build()),
        Map.entry(
            PaymentsServiceGrpc.getListPaymentsMethod(),
            ListPaymentsResponse.newBuilder().addPayments(payment()).build()),
        Map.entry(
            ShippingServiceGrpc.getListShipmentsMethod(),
            ListShipmentsResponse.newBuilder().addShipments(shipment()).build()),
        Map.entry(
            ShippingServiceGrpc.getListShippingMethodsMethod(),
            ListShippingMethodsResponse.newBuilder().addMethods(method()).build()),
        Map.entry(
            OrdersServiceGrpc.getListOrderMonthsMethod(),
            ListOrderMonthsResponse.newBuilder()
                .addMonths(
                    OrderMonth.newBuilder()
                        .setMonth("2027-02")
                        .setOrders(2)
                        .setPieces(5)
                        .setDeliveryDays(3)
                        .addSpent(Money.newBuilder().setMinor(9_980).setCurrency("EUR")))
                .addMonths(OrderMonth.newBuilder().setMonth("2027-03"))
                .build()),
        Map.entry(
            UsersServiceGrpc.getListPointMonthsMethod(),
            ListPointMonthsResponse.newBuilder()
                .addMonths(
                    PointMonth.newBuilder()
                        .setMonth("2027-03")
                        .setEarned(99)
                        .setSpent(20)
                        .setBalance(1_240))
                .build()),
        Map.entry(
            TaxServiceGrpc.getListTaxRatesMethod(),
            ListTaxRatesResponse.newBuilder().addRates(rate()).build()));
  }

  private static StoredPrice price() {
    return StoredPrice.newBuilder()
        .setProductId(PRODUCT)
        .setListMinor(4_990)
        .setSaleMinor(3_990)
        .setCurrency("EUR")
        .setValidFrom(time(1_804_063_600))
        .setSaleSince(time(1_804_063_600))
        .setSaleStartsAt(time(1_804_063_600))
        .setSaleEndsAt(time(1_806_000_000))
        .setTaxClass("standard")
        .setAudit(audit("pricing"))
        .build();
  }

  private static Promotion promotion() {
    return Promotion.newBuilder()
        .setId("spring")
        .setName("Spring")
        .setCouponCode("SPRING")
        .setPosition(1)
        .setPercentBasisPoints(1_000)
        .setFirstDay("2027-03-01")
        .setTimeZone("Europe/Berlin")
        .setMaxUses(100)
        .setUses(3)
        .setActive(true)
        .setAudit(audit("pricing"))
        .build();
  }

  private static StoredStock stock() {
    return StoredStock.newBuilder()
        .setProductId(PRODUCT)
        .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
        .setCounted(true)
        .setMinHandlingDays(1)
        .setMaxHandlingDays(2)
        .addPlaces(StoredPieces.newBuilder().setPlaceId("P02").setOnHand(12).setReserved(2))
        .setAudit(audit("inventory"))
        .build();
  }

  private static OwnedOrder order() {
    return OwnedOrder.newBuilder()
        .setOrder(CoreOrder.ordinary().toBuilder().setAudit(audit("user:ada")))
        .setSubject("user:ada")
        .setUserId("ada")
        .setNeedsReview(true)
        .addReviewReasons("NIGHTLY")
        .build();
  }

  private static Payment payment() {
    return Payment.newBuilder()
        .setId("paymentpaymentpaymen01")
        .setOrderId(CoreOrder.ID)
        .setStatus(PaymentStatus.PAYMENT_STATUS_CAPTURED)
        .setAmount(Money.newBuilder().setMinor(4_588).setCurrency("EUR"))
        .setCapturedMinor(4_588)
        .setRefundedMinor(1_799)
        .setCountry("DE")
        .setLocale("de-DE")
        .setAudit(audit("orders"))
        .build();
  }

  private static Shipment shipment() {
    return Shipment.newBuilder()
        .setId("shipment01")
        .setOrderId(CoreOrder.ID)
        .setStatus(ShipmentStatus.SHIPMENT_STATUS_HANDED_OVER)
        .setMethod("standard")
        .addLines(ShipmentLine.newBuilder().setProductId(PRODUCT).setQuantity(2))
        .setDestination(Destination.newBuilder().setCountry("DE").setPostalCode("50667"))
        .setWindow(DeliveryWindow.newBuilder().setEarliest("2027-03-03").setLatest("2027-03-05"))
        .setTrackingNumber("HX123")
        .setHandedOverAt(time(1_804_150_000))
        .setAudit(audit("shipping"))
        .build();
  }

  private static ShippingMethod method() {
    return ShippingMethod.newBuilder()
        .setId("DE.standard.EUR")
        .setMethod("standard")
        .setCountry("DE")
        .setCost(Money.newBuilder().setMinor(490).setCurrency("EUR"))
        .setFreeFrom(Money.newBuilder().setMinor(5_000).setCurrency("EUR"))
        .setMinDays(1)
        .setMaxDays(2)
        .setKilometresADay(400)
        .setCutOff("14:00")
        .setActive(true)
        .setAudit(audit("shipping"))
        .build();
  }

  private static TaxRate rate() {
    return TaxRate.newBuilder()
        .setId("DE.standard.2021-01-01..")
        .setCountry("DE")
        .setTaxClass("standard")
        .setRateBasisPoints(1_900)
        .setValidFrom("2021-01-01")
        .setSource("UStG § 12 Abs. 1")
        .setAudit(audit("tax"))
        .build();
  }

  private static Audit audit(String who) {
    return Audit.newBuilder()
        .setCreatedAt(time(1_804_063_600))
        .setCreatedBy(who)
        .setUpdatedAt(time(1_804_150_000))
        .setUpdatedBy(who)
        .setVersion(7)
        .build();
  }

  private static Timestamp time(long seconds) {
    return Timestamp.newBuilder().setSeconds(seconds).build();
  }
}
