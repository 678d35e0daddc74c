package harbor.orders;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.carts.v1.Cart;
import harbor.carts.v1.OrderedPieces;
import harbor.carts.v1.RemoveOrderedRequest;
import harbor.clients.CartsClient;
import harbor.clients.OffersClient;
import harbor.clients.PaymentsClient;
import harbor.clients.ReservationsClient;
import harbor.clients.ShippingClient;
import harbor.inventory.v1.OutOfStock;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.RestockPiecesRequest;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.client.Rpc;
import harbor.kit.service.call.Failure;
import harbor.orders.Saga.Kind;
import harbor.payments.v1.AssessRiskRequest;
import harbor.payments.v1.AssessRiskResponse;
import harbor.payments.v1.AuthorizePaymentRequest;
import harbor.payments.v1.CapturePaymentRequest;
import harbor.payments.v1.Payment;
import harbor.payments.v1.PaymentStatus;
import harbor.payments.v1.RefundPaymentRequest;
import harbor.payments.v1.RiskDecision;
import harbor.payments.v1.UndoPaymentRequest;
import harbor.payments.v1.UndoPaymentResponse;
import harbor.pricing.v1.ConfirmOfferRequest;
import harbor.pricing.v1.ConfirmOfferResponse;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferedItem;
import harbor.pricing.v1.TakePromotionsRequest;
import harbor.shipping.v1.CancelShipmentRequest;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.ReleaseShipmentRequest;
import harbor.shipping.v1.ShipmentLine;
import harbor.type.v1.Money;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each step asks of which service, and how its answer is read. Every request is named by the
 * order and the step, so that the same one again, by whichever instance, is the same thing.
 */
final class StepRequests {
  /** Shorter than a lease: who waits for an answer still holds the saga when it comes. */
  static final Duration MAX_CALL = Duration.ofSeconds(2);

  /** With that of a step still shorter than a lease. */
  private static final Duration MAX_RENEWAL = Duration.ofMillis(500);

  /** About once a minute: the longest pause between two tries is five seconds. */
  private static final int TRIES_A_RENEWAL = 10;

  /** While one of these waits, the pieces are kept, and not yet sold. */
  private static final Set<Step> KEEPING = Set.of(Step.TAKE_COUPON, Step.AUTHORIZE);

  private static final Logger log = LoggerFactory.getLogger(StepRequests.class);

  /** The shipment of an order; there is one. */
  private static final String SHIPMENT = "place";

  private final Services services;
  private final Accounts accounts;
  private final PostgresOrderStore orders;

  /** The services that steps call. */
  record Services(
      OffersClient offers,
      ReservationsClient reservations,
      PaymentsClient payments,
      ShippingClient shipping,
      CartsClient carts) {}

  StepRequests(Services services, Accounts accounts, PostgresOrderStore orders) {
    this.services = services;
    this.accounts = accounts;
    this.orders = orders;
  }

  /** Takes the step that a saga is at, on behalf of the current caller. */
  Ending take(Saga saga, Order order) {
    if (order.address().isEmpty() && saga.isPlacing()) {
      return new Ending.Refused(
          "ORDER_REFUSED",
          Failure.failedPrecondition("ORDER_REFUSED", "Whoever placed it was erased."));
    }
    if (KEEPING.contains(saga.step()) && (saga.tries() + 1) % TRIES_A_RENEWAL == 0) {
      renewReservation(order);
    }
    try {
      return switch (saga.step()) {
        case CONFIRM_OFFER -> confirmOffer(order);
        case ASSESS_RISK -> assessRisk(order);
        case RESERVE_STOCK -> reserveStock(order);
        case TAKE_COUPON -> takeCoupon(order);
        case AUTHORIZE -> authorize(saga, order);
        case COMMIT_STOCK -> commitStock(order);
        case PLAN_SHIPMENT -> planShipment(order);
        case CAPTURE -> capture(saga, order);
        case RELEASE_SHIPMENT -> releaseShipment(order);
        case CLEAR_CART -> clearCart(order);
        case BOOK_POINTS -> bookPoints(saga, order);
        case CANCEL_SHIPMENT -> cancelShipment(saga, order);
        case UNDO_PAYMENT -> undoPayment(saga, order);
        case RELEASE_STOCK -> releaseStock(saga, order);
        case GIVE_COUPON_BACK -> giveCouponBack(order);
        case REFUND -> refund(saga, order);
        case RESTOCK -> restock(saga, order);
      };
    } catch (StatusRuntimeException e) {
      return new Ending.Unknown(e.getStatus().getCode() + " " + reason(e));
    }
  }

  private Ending confirmOffer(Order order) {
    Cart cart;
    try {
      cart = call(services.carts().cart, order.cartId());
    } catch (StatusRuntimeException e) {
      if (isRefusal(e)) {
        return new Ending.Refused(
            "UNKNOWN_CART", Failure.notFound("UNKNOWN_CART", "The caller has no such cart."));
      }
      throw e;
    }
    try {
      if (cart.getAudit().getVersion() != order.cartVersion()) {
        return changed(
            call(services.offers().offer, offerOf(cart, order)), "The cart is another by now.");
      }
      ConfirmOfferResponse confirmed = call(services.offers().confirm, confirmation(order));
      if (!confirmed.hasChanged()) {
        return Ending.DONE;
      }
      return isSpent(confirmed.getChanged().getCoupon())
          ? couponSpent(confirmed)
          : changed(
              confirmed.getChanged(),
              "Differs by now: " + String.join(", ", confirmed.getDifferencesList()) + ".");
    } catch (StatusRuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      return notOffered(e);
    }
  }

  /** No such offer can be made any more: refused by what pricing says against it. */
  private static Ending.Refused notOffered(StatusRuntimeException e) {
    String reason = reason(e);
    String text = "No such offer is made now.";
    return switch (e.getStatus().getCode()) {
      case NOT_FOUND ->
          new Ending.Refused(
              "UNKNOWN_OFFER", Failure.notFound("UNKNOWN_OFFER", "The offer holds no longer."));
      case INVALID_ARGUMENT -> new Ending.Refused(reason, Failure.invalidArgument(reason, text));
      default -> new Ending.Refused(reason, Failure.failedPrecondition(reason, text));
    };
  }

  private static Ending.Refused changed(Offer now, String text) {
    return new Ending.Refused(
        "PRICE_CHANGED", Failure.failedPrecondition("PRICE_CHANGED", text).with(shown(now)));
  }

  /**
   * As a refusal brings it: without the shares of single pieces, which nobody is shown and of which
   * a large cart has more than the details of a failure may have.
   */
  static Offer shown(Offer offer) {
    Offer.Builder shown = offer.toBuilder();
    shown.getLinesBuilderList().forEach(line -> line.clearPieceGrossMinor().clearPieceTaxMinor());
    return shown.build();
  }

  private static MakeOfferRequest offerOf(Cart cart, Order order) {
    MakeOfferRequest.Builder request =
        MakeOfferRequest.newBuilder()
            .setCartId(cart.getId())
            .setCartVersion(cart.getAudit().getVersion())
            .setCouponCode(cart.getCouponCode())
            .setDestination(AddressRequests.destination(order))
            .setShippingMethod(order.shipping().method())
            .setGuestMail(order.mail());
    cart.getLinesList()
        .forEach(
            line ->
                request.addItems(
                    OfferedItem.newBuilder()
                        .setProductId(line.getProductId())
                        .setQuantity(line.getQuantity())));
    return request.build();
  }

  private static ConfirmOfferRequest confirmation(Order order) {
    return ConfirmOfferRequest.newBuilder()
        .setOfferId(order.offerId())
        .setGuestMail(order.mail())
        .setDestination(AddressRequests.destination(order))
        .build();
  }

  private Ending assessRisk(Order order) {
    AssessRiskRequest.Builder request =
        AssessRiskRequest.newBuilder()
            .setOrderId(order.id())
            .setAmount(amount(order, order.totals().totalMinor()))
            .setDestination(AddressRequests.destination(order))
            .setRefusedTries(orders.refusedTries(order.owner()));
    if (order.isUsers()) {
      accounts.fraudScore(order.owner()).ifPresent(request::setFraudScore);
    }
    AssessRiskResponse assessed;
    try {
      assessed = call(services.payments().assessRisk, request.build());
    } catch (StatusRuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      return new Ending.Refused(
          "ORDER_REFUSED", Failure.failedPrecondition("ORDER_REFUSED", reason(e)));
    }
    if (assessed.getDecision() == RiskDecision.RISK_DECISION_REFUSE) {
      return new Ending.Refused(
          "ORDER_REFUSED", Failure.failedPrecondition("ORDER_REFUSED", "Risk rules refuse it."));
    }
    if (assessed.getDecision() == RiskDecision.RISK_DECISION_REVIEW) {
      log.info("Order {} is to be reviewed: {}", order.id(), assessed.getReasonsList());
      return new Ending.ToReview(assessed.getReasonsList());
    }
    return Ending.DONE;
  }

  private Ending reserveStock(Order order) {
    ReserveStockRequest request =
        ReserveStockRequest.newBuilder()
            .setOrderId(order.id())
            .addAllPieces(
                wanted(
                    order.lines().stream()
                        .collect(Collectors.toMap(Order.Line::productId, Order.Line::quantity))))
            .build();
    return refusable(
        () -> call(services.reservations().reserve, request), StepRequests::outOfStock);
  }

  /** However that ends, the commit decides. */
  private void renewReservation(Order order) {
    try {
      var _ = services.reservations().renew.call(order.id(), MAX_RENEWAL);
    } catch (StatusRuntimeException e) {
      log.info("The pieces of order {} are not kept longer: {}", order.id(), reason(e));
    }
  }

  private Ending commitStock(Order order) {
    return refusable(
        () -> call(services.reservations().commit, order.id()), StepRequests::outOfStock);
  }

  private static Ending.Refused outOfStock(StatusRuntimeException e) {
    return new Ending.Refused(
        "OUT_OF_STOCK",
        passingOn(
            e,
            OutOfStock.class,
            Failure.failedPrecondition("OUT_OF_STOCK", "There is too little of it.")));
  }

  private Ending takeCoupon(Order order) {
    TakePromotionsRequest request =
        TakePromotionsRequest.newBuilder()
            .setOfferId(order.offerId())
            .setOrderId(order.id())
            .setGuestMail(order.mail())
            .build();
    return refusable(
        () -> call(services.offers().takePromotions, request),
        _ -> couponSpent(call(services.offers().confirm, confirmation(order))));
  }

  private static boolean isSpent(OfferCoupon coupon) {
    return coupon.getRefusal() == CouponRefusal.COUPON_REFUSAL_SPENT
        || coupon.getRefusal() == CouponRefusal.COUPON_REFUSAL_SPENT_BY_PERSON;
  }

  private static Ending.Refused couponSpent(ConfirmOfferResponse now) {
    Failure spent =
        Failure.failedPrecondition("COUPON_SPENT", "It was used as often as it may be.");
    return new Ending.Refused(
        "COUPON_SPENT", now.hasChanged() ? spent.with(shown(now.getChanged())) : spent);
  }

  private Ending authorize(Saga saga, Order order) {
    AuthorizePaymentRequest request =
        AuthorizePaymentRequest.newBuilder()
            .setOrderId(order.id())
            .setOperationKey("authorize")
            .setAmount(amount(order, order.totals().totalMinor()))
            .setCardToken(saga.cardToken())
            .setCountry(order.country())
            .setLocale(order.locale())
            .build();
    try {
      Payment payment = call(services.payments().authorize, request);
      if (payment.getStatus() == PaymentStatus.PAYMENT_STATUS_PENDING) {
        return new Ending.Unknown("The provider reviews the payment");
      }
      if (isOf(payment, order) && payment.getHeldMinor() == order.totals().totalMinor()) {
        return Ending.DONE;
      }
      log.error("The payment of order {} is of another amount than the order", order.id());
      return declined(order, "AMOUNT_MISMATCH");
    } catch (StatusRuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      return declined(order, reason(e));
    }
  }

  private Ending capture(Saga saga, Order order) {
    CapturePaymentRequest request =
        CapturePaymentRequest.newBuilder()
            .setOrderId(order.id())
            .setOperationKey("capture-" + (saga.refusals() + 1))
            .setAmount(amount(order, order.totals().totalMinor()))
            .build();
    try {
      Payment payment = call(services.payments().capture, request);
      if (isOf(payment, order) && payment.getCapturedMinor() == order.totals().totalMinor()) {
        return Ending.DONE;
      }
      log.error("What was taken for order {} is not its total", order.id());
      return declined(order, "AMOUNT_MISMATCH");
    } catch (StatusRuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      Ending.Refused refused = declined(order, reason(e));
      return reason(e).equals("CAPTURE_REFUSED") ? new Ending.NotYet(refused) : refused;
    }
  }

  private static Ending.Refused declined(Order order, String reason) {
    log.info("The payment of order {} is refused: {}", order.id(), reason);
    return new Ending.Refused(
        "PAYMENT_DECLINED", Failure.failedPrecondition("PAYMENT_DECLINED", "Refused: " + reason));
  }

  private static boolean isOf(Payment payment, Order order) {
    return payment.getAmount().getCurrency().equals(order.currency());
  }

  private Ending planShipment(Order order) {
    PlanShipmentRequest.Builder request =
        PlanShipmentRequest.newBuilder()
            .setOrderId(order.id())
            .setStepKey(SHIPMENT)
            .setAddress(AddressRequests.address(order))
            .setMethod(order.shipping().method())
            .setWindow(
                DeliveryWindow.newBuilder()
                    .setEarliest(order.shipping().earliest())
                    .setLatest(order.shipping().latest()))
            .setCurrency(order.currency())
            .setLocale(order.locale());
    order
        .lines()
        .forEach(
            line ->
                request.addLines(
                    ShipmentLine.newBuilder()
                        .setProductId(line.productId())
                        .setQuantity(line.quantity())));
    return refusable(
        () -> call(services.shipping().plan, request.build()),
        e ->
            new Ending.Refused(
                "PRICE_CHANGED",
                Failure.failedPrecondition("PRICE_CHANGED", "Not shipped so: " + reason(e))));
  }

  private Ending releaseShipment(Order order) {
    ReleaseShipmentRequest request =
        ReleaseShipmentRequest.newBuilder().setOrderId(order.id()).setStepKey(SHIPMENT).build();
    try {
      var _ = call(services.shipping().release, request);
    } catch (StatusRuntimeException e) {
      // Cancelled meanwhile: there is nothing to release any more.
      if (!reason(e).equals("SHIPMENT_CANCELLED")) {
        throw e;
      }
    }
    return Ending.DONE;
  }

  private Ending cancelShipment(Saga saga, Order order) {
    CancelShipmentRequest request =
        CancelShipmentRequest.newBuilder().setOrderId(order.id()).setStepKey(SHIPMENT).build();
    return refusable(
        () -> call(services.shipping().cancel, request),
        _ ->
            saga.isForced()
                ? new Ending.Done(true, -1, -1)
                : new Ending.Refused("ORDER_LEFT", Reasons.orderLeft()));
  }

  private Ending clearCart(Order order) {
    RemoveOrderedRequest.Builder request =
        RemoveOrderedRequest.newBuilder().setCartId(order.cartId()).setOrderId(order.id());
    order
        .lines()
        .forEach(
            line ->
                request.addPieces(
                    OrderedPieces.newBuilder()
                        .setProductId(line.productId())
                        .setQuantity(line.quantity())));
    try {
      var _ = call(services.carts().removeOrdered, request.build());
    } catch (StatusRuntimeException e) {
      // Gone meanwhile: there is nothing to clear any more.
      if (!reason(e).equals("UNKNOWN_CART")) {
        throw e;
      }
    }
    return Ending.DONE;
  }

  private Ending bookPoints(Saga saga, Order order) {
    long points =
        switch (saga.kind()) {
          case PLACE -> order.points();
          case CANCEL -> -order.pointsAfter(order.returns().size());
          case RETURN -> order.pointsOfReturn(saga.id());
        };
    if (points != 0) {
      accounts.book(order.owner(), order.id(), saga.id(), points);
    }
    return Ending.DONE;
  }

  private Ending undoPayment(Saga saga, Order order) {
    UndoPaymentRequest request =
        UndoPaymentRequest.newBuilder()
            .setOrderId(order.id())
            .setOperationKey(saga.kind() == Kind.PLACE ? "undo" : "cancel")
            .build();
    UndoPaymentResponse undone = call(services.payments().undo, request);
    if (!undone.hasPayment()) {
      return Ending.DONE;
    }
    Payment payment = undone.getPayment();
    if (payment.getHeldMinor() != 0 || payment.getCapturedMinor() != payment.getRefundedMinor()) {
      return new Ending.Unknown("The payment is not undone yet");
    }
    return new Ending.Done(false, payment.getCapturedMinor(), payment.getRefundedMinor());
  }

  private Ending releaseStock(Saga saga, Order order) {
    if (saga.goodsLeft()) {
      return Ending.DONE;
    }
    if (order.returns().isEmpty()) {
      var _ = call(services.reservations().release, order.id());
      return Ending.DONE;
    }
    // What came back before is in stock again, or damaged: only the rest goes back.
    Map<String, Integer> kept =
        order.lines().stream()
            .filter(line -> line.kept() > 0)
            .collect(Collectors.toMap(Order.Line::productId, Order.Line::kept));
    return restock(order.id(), "cancel", kept);
  }

  private Ending giveCouponBack(Order order) {
    var _ = call(services.offers().giveBackPromotions, order.id());
    return Ending.DONE;
  }

  private Ending refund(Saga saga, Order order) {
    Order.Return returned = order.returned(saga.id());
    if (returned.refundedMinor() == 0) {
      return Ending.DONE;
    }
    RefundPaymentRequest request =
        RefundPaymentRequest.newBuilder()
            .setOrderId(order.id())
            .setOperationKey(saga.id() + "-" + (saga.refusals() + 1))
            .setAmount(amount(order, returned.refundedMinor()))
            .build();
    try {
      Payment payment = call(services.payments().refund, request);
      return new Ending.Done(false, payment.getCapturedMinor(), payment.getRefundedMinor());
    } catch (StatusRuntimeException e) {
      if (!isRefusal(e)) {
        throw e;
      }
      log.error("The refund {} of order {} is refused: {}", saga.id(), order.id(), reason(e));
      return new Ending.NotYet(declined(order, reason(e)));
    }
  }

  private Ending restock(Saga saga, Order order) {
    Order.Return returned = order.returned(saga.id());
    if (!returned.restock()) {
      return Ending.DONE;
    }
    return restock(
        order.id(),
        saga.id(),
        returned.lines().stream()
            .collect(
                Collectors.toMap(
                    line -> order.line(line.number()).orElseThrow().productId(),
                    Order.ReturnLine::quantity)));
  }

  private Ending restock(String orderId, String key, Map<String, Integer> pieces) {
    if (!pieces.isEmpty()) {
      var _ =
          call(
              services.reservations().restock,
              RestockPiecesRequest.newBuilder()
                  .setOrderId(orderId)
                  .setReturnKey(key)
                  .addAllPieces(wanted(pieces))
                  .build());
    }
    return Ending.DONE;
  }

  private static List<WantedPieces> wanted(Map<String, Integer> pieces) {
    return pieces.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            some ->
                WantedPieces.newBuilder()
                    .setProductId(some.getKey())
                    .setQuantity(some.getValue())
                    .build())
        .toList();
  }

  private static Money amount(Order order, long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency(order.currency()).build();
  }

  private static <I, T> T call(Rpc<I, T> rpc, I input) {
    return rpc.call(input, MAX_CALL);
  }

  /** Done, or refused for good; anything else is thrown. */
  private static Ending refusable(
      Supplier<?> step, Function<StatusRuntimeException, ? extends Ending> refused) {
    try {
      var _ = step.get();
      return Ending.DONE;
    } catch (StatusRuntimeException e) {
      if (isRefusal(e)) {
        return refused.apply(e);
      }
      throw e;
    }
  }

  /** The other service decided: asking again changes nothing. */
  private static boolean isRefusal(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case FAILED_PRECONDITION, NOT_FOUND, INVALID_ARGUMENT -> true;
      default -> false;
    };
  }

  /** The reason that a service gave; empty without one. */
  private static String reason(StatusRuntimeException e) {
    for (Any detail : details(e)) {
      if (detail.is(ErrorInfo.class)) {
        return unpacked(detail, ErrorInfo.class).getReason();
      }
    }
    return "";
  }

  private static <M extends Message> Failure passingOn(
      StatusRuntimeException e, Class<M> type, Failure failure) {
    for (Any detail : details(e)) {
      if (detail.is(type)) {
        return failure.with(unpacked(detail, type));
      }
    }
    return failure;
  }

  private static List<Any> details(StatusRuntimeException e) {
    com.google.rpc.Status status = StatusProto.fromThrowable(e);
    return status == null ? List.of() : status.getDetailsList();
  }

  private static <M extends Message> M unpacked(Any detail, Class<M> type) {
    try {
      return detail.unpack(type);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("A detail of a status cannot be read", e);
    }
  }
}
