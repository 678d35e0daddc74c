package harbor.e2e.money;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.Cart;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.CreateCartRequest;
import harbor.carts.v1.GetCartRequest;
import harbor.carts.v1.SetCouponRequest;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.orders.v1.CancelOrderRequest;
import harbor.orders.v1.GetOrderRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrderedCart;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.OrdersServiceGrpc.OrdersServiceBlockingStub;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.orders.v1.ReturnPiecesRequest;
import harbor.orders.v1.ReturnedLine;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferedItem;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.GetUserRequest;
import harbor.users.v1.Identity;
import harbor.users.v1.IdentityClaims;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Somebody who fills a cart, asks what it costs and orders it, as a BFF would do it for them. */
final class Buyer {
  /** As long as a BFF may wait for an order. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  final Caller caller;
  private final Shop shop;

  private Buyer(Shop shop, Caller caller) {
    this.shop = shop;
    this.caller = caller;
  }

  /** Somebody who has not signed in. */
  static Buyer guest(Shop shop) {
    return new Buyer(shop, Caller.guest("guest-%017d".formatted(shop.number())));
  }

  /** Somebody with an account. */
  static Buyer user(Shop shop) {
    String name = "user" + shop.number();
    String id =
        UsersServiceGrpc.newBlockingStub(shop.channel("users", Caller.ANONYMOUS))
            .signIn(
                SignInRequest.newBuilder()
                    .setIdentity(
                        Identity.newBuilder().setIssuer("https://id.test").setSubject(name))
                    .setClaims(
                        IdentityClaims.newBuilder()
                            .setName(name)
                            .setEmail(name + "@example.com")
                            .setEmailVerified(true))
                    .build())
            .getUser()
            .getUserId();
    return new Buyer(shop, Caller.user(id));
  }

  /** The same person at a shop with other instances. */
  Buyer at(Shop there) {
    return new Buyer(there, caller);
  }

  /** A new cart with pieces of a product. */
  Cart cart(String product, int quantity) {
    return add(
        CartsServiceGrpc.newBlockingStub(shop.channel("carts", caller))
            .createCart(CreateCartRequest.getDefaultInstance())
            .getCart(),
        product,
        quantity);
  }

  /** The same cart with pieces of another product. */
  Cart add(Cart cart, String product, int quantity) {
    return CartsServiceGrpc.newBlockingStub(shop.channel("carts", caller))
        .addLine(
            AddLineRequest.newBuilder()
                .setCartId(cart.getId())
                .setProductId(product)
                .setQuantity(quantity)
                .build())
        .getCart();
  }

  /** The same cart with a coupon code. */
  Cart withCode(Cart cart, String code) {
    return CartsServiceGrpc.newBlockingStub(shop.channel("carts", caller))
        .setCoupon(
            SetCouponRequest.newBuilder()
                .setCartId(cart.getId())
                .setCode(code)
                .setExpectedVersion(cart.getAudit().getVersion())
                .build())
        .getCart();
  }

  /** The cart as it is now. */
  Cart now(Cart cart) {
    return CartsServiceGrpc.newBlockingStub(shop.channel("carts", caller))
        .getCart(GetCartRequest.newBuilder().setCartId(cart.getId()).build())
        .getCart();
  }

  /** What a cart costs, sent to Berlin by the ordinary way. */
  Offer offer(Cart cart) {
    return offer(cart, "standard");
  }

  /** The same by another way of shipping. */
  Offer offer(Cart cart, String method) {
    MakeOfferRequest.Builder request =
        MakeOfferRequest.newBuilder()
            .setCartId(cart.getId())
            .setCartVersion(cart.getAudit().getVersion())
            .setCouponCode(cart.getCouponCode())
            .setDestination(address().getDestination())
            .setShippingMethod(method)
            .setGuestMail(mail());
    cart.getLinesList()
        .forEach(
            line ->
                request.addItems(
                    OfferedItem.newBuilder()
                        .setProductId(line.getProductId())
                        .setQuantity(line.getQuantity())));
    return OffersServiceGrpc.newBlockingStub(shop.channel("pricing", caller))
        .makeOffer(request.build())
        .getOffer();
  }

  /** Orders what was offered. */
  Order place(Offer offer, String card, String key) {
    return place(offer.getId(), card, key, PATIENCE);
  }

  /** The same within a time. */
  Order place(String offerId, String card, String key, Duration time) {
    return orders(key)
        .withDeadlineAfter(time.toMillis(), TimeUnit.MILLISECONDS)
        .placeOrder(request(offerId, card))
        .getOrder();
  }

  PlaceOrderRequest request(String offerId, String card) {
    return PlaceOrderRequest.newBuilder()
        .setOfferId(offerId)
        .setCardToken(card)
        .setAddress(address())
        .setGuestMail(mail())
        .build();
  }

  /** The order is cancelled. */
  Order cancel(String orderId) {
    return orders("cancel")
        .cancelOrder(CancelOrderRequest.newBuilder().setOrderId(orderId).build())
        .getOrder();
  }

  /** One piece of the first line of an order comes back. */
  Order giveBack(String orderId, String key, boolean withShipping) {
    return orders(key)
        .returnPieces(
            ReturnPiecesRequest.newBuilder()
                .setOrderId(orderId)
                .addLines(ReturnedLine.newBuilder().setNumber(1).setQuantity(1))
                .setWithShipping(withShipping)
                .build())
        .getOrder();
  }

  /** An order as it is now. */
  Order order(String id) {
    return orders("").getOrder(GetOrderRequest.newBuilder().setOrderId(id).build()).getOrder();
  }

  /** Calls of orders; with a key unless it is empty. */
  OrdersServiceBlockingStub orders(String key) {
    OrdersServiceBlockingStub stub =
        OrdersServiceGrpc.newBlockingStub(shop.channel("orders", caller));
    if (key.isEmpty()) {
      return stub;
    }
    Metadata metadata = new Metadata();
    metadata.put(CallMetadata.IDEMPOTENCY_KEY, key);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  /** Points of the account. */
  long points() {
    return UsersServiceGrpc.newBlockingStub(shop.channel("users", caller))
        .getUser(GetUserRequest.getDefaultInstance())
        .getUser()
        .getLoyaltyPoints();
  }

  private String mail() {
    return caller.isUser() ? "" : caller.id() + "@example.com";
  }

  private static PostalAddress address() {
    return PostalAddress.newBuilder()
        .setName("Ada")
        .addLines("Hauptstr. 1")
        .setCity("Berlin")
        .setDestination(Destination.newBuilder().setCountry("DE").setPostalCode("10115"))
        .build();
  }

  /** What a client is told: an order, or a reason. */
  static String answer(Supplier<Order> placing) {
    try {
      return "order " + placing.get().getId();
    } catch (StatusRuntimeException e) {
      return refusal(e);
    }
  }

  /** The same of a client that asks again, under its key, until something is decided. */
  static String patientAnswer(Supplier<Order> placing) {
    return await()
        .atMost(Purchase.PATIENCE)
        .until(
            () -> {
              try {
                Order order = placing.get();
                return order.getStatus() == OrderStatus.ORDER_STATUS_PLACED
                    ? ""
                    : "order " + order.getId();
              } catch (StatusRuntimeException e) {
                return isUndecided(e) ? "" : refusal(e);
              }
            },
            told -> !told.isEmpty());
  }

  /** Whether the same has to be asked again. */
  static boolean isUndecided(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, ABORTED, CANCELLED -> true;
      default -> false;
    };
  }

  private static String refusal(StatusRuntimeException e) {
    return detail(e, OrderedCart.class)
        .map(ordered -> reason(e) + " " + ordered.getOrderId())
        .orElseGet(() -> reason(e));
  }

  /** The reason of a refusal. */
  static String reason(StatusRuntimeException e) {
    return detail(e, ErrorInfo.class).map(ErrorInfo::getReason).orElse(e.getStatus().toString());
  }

  /** What a refusal says besides. */
  static <M extends Message> Optional<M> detail(StatusRuntimeException e, Class<M> type) {
    try {
      for (Any detail : requireNonNull(StatusProto.fromThrowable(e)).getDetailsList()) {
        if (detail.is(type)) {
          return Optional.of(detail.unpack(type));
        }
      }
      return Optional.empty();
    } catch (InvalidProtocolBufferException invalid) {
      throw new IllegalStateException(invalid);
    }
  }
}
