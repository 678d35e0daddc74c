package harbor.orders;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.carts.v1.Cart;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.GetCartRequest;
import harbor.carts.v1.GetCartResponse;
import harbor.carts.v1.Line;
import harbor.carts.v1.OrderedPieces;
import harbor.carts.v1.RemoveOrderedRequest;
import harbor.carts.v1.RemoveOrderedResponse;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.CommitReservationRequest;
import harbor.inventory.v1.CommitReservationResponse;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.inventory.v1.ReleaseReservationRequest;
import harbor.inventory.v1.ReleaseReservationResponse;
import harbor.inventory.v1.RenewReservationRequest;
import harbor.inventory.v1.RenewReservationResponse;
import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.ReserveStockResponse;
import harbor.inventory.v1.RestockPiecesRequest;
import harbor.inventory.v1.RestockPiecesResponse;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.runtime.OpaqueId;
import harbor.payments.v1.AssessRiskRequest;
import harbor.payments.v1.AssessRiskResponse;
import harbor.payments.v1.AuthorizePaymentRequest;
import harbor.payments.v1.AuthorizePaymentResponse;
import harbor.payments.v1.CapturePaymentRequest;
import harbor.payments.v1.CapturePaymentResponse;
import harbor.payments.v1.Payment;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.payments.v1.RefundPaymentRequest;
import harbor.payments.v1.RefundPaymentResponse;
import harbor.payments.v1.RiskDecision;
import harbor.payments.v1.UndoPaymentRequest;
import harbor.payments.v1.UndoPaymentResponse;
import harbor.pricing.v1.ConfirmOfferRequest;
import harbor.pricing.v1.ConfirmOfferResponse;
import harbor.pricing.v1.CouponRefusal;
import harbor.pricing.v1.GetOfferRequest;
import harbor.pricing.v1.GetOfferResponse;
import harbor.pricing.v1.GiveBackPromotionsRequest;
import harbor.pricing.v1.GiveBackPromotionsResponse;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.MakeOfferResponse;
import harbor.pricing.v1.Offer;
import harbor.pricing.v1.OfferCoupon;
import harbor.pricing.v1.OfferDiscount;
import harbor.pricing.v1.OfferLine;
import harbor.pricing.v1.OfferShipping;
import harbor.pricing.v1.OfferTotals;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.TakePromotionsRequest;
import harbor.pricing.v1.TakePromotionsResponse;
import harbor.shipping.v1.CancelShipmentRequest;
import harbor.shipping.v1.CancelShipmentResponse;
import harbor.shipping.v1.ListOrderShipmentsRequest;
import harbor.shipping.v1.ListOrderShipmentsResponse;
import harbor.shipping.v1.PlanShipmentRequest;
import harbor.shipping.v1.PlanShipmentResponse;
import harbor.shipping.v1.ReleaseShipmentRequest;
import harbor.shipping.v1.ReleaseShipmentResponse;
import harbor.shipping.v1.Shipment;
import harbor.shipping.v1.ShipmentStatus;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shop.v1.Destination;
import harbor.type.v1.Audit;
import harbor.type.v1.Money;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * The services that orders calls, over one real gRPC port, each with a small state that keeps to
 * its contract: idempotent by key, and an undo of what has not arrived leaves a mark. Each method
 * can be told to fail before or after its effect.
 */
final class FakeShop implements AutoCloseable {
  /** What a method does with its next call. */
  enum Fault {
    /** UNAVAILABLE, and nothing happened. */
    BEFORE,
    /** UNAVAILABLE, and it happened. */
    AFTER
  }

  private final Server server;
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, CountDownLatch> held = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();

  final Map<String, Offer> offers = new HashMap<>();
  final Map<String, Offer> changed = new HashMap<>();
  final Map<String, Cart> carts = new HashMap<>();
  final Set<String> cleared = new HashSet<>();
  private final Set<String> spent = new HashSet<>();
  final Map<String, Integer> stock = new HashMap<>();
  final Map<String, Reserved> reservations = new HashMap<>();
  final Map<String, Boolean> coupons = new HashMap<>();
  final Map<String, Paid> payments = new HashMap<>();
  final Map<String, ShipmentStatus> shipments = new HashMap<>();
  int couponLimit = Integer.MAX_VALUE;
  RiskDecision risk = RiskDecision.RISK_DECISION_ACCEPT;
  long heldDifference;
  final Deque<String> renewalRefusals = new ArrayDeque<>();
  final Deque<String> captureRefusals = new ArrayDeque<>();
  final Deque<String> refundRefusals = new ArrayDeque<>();

  /** Pieces of an order. */
  static final class Reserved {
    final Map<String, Integer> pieces = new HashMap<>();
    final Set<String> restocked = new HashSet<>();
    int renewals;
    boolean isCommitted;
    boolean isReleased;
  }

  /** Money of an order, and each operation that the provider did. */
  static final class Paid {
    final Map<String, String> operations = new HashMap<>();
    final List<String> ledger = new ArrayList<>();
    String currency = "";
    long amount;
    long held;
    long captured;
    long refunded;
    boolean isUndone;
  }

  FakeShop() {
    try {
      server =
          NettyServerBuilder.forPort(0)
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .addService(new Offers())
              .addService(new Reservations())
              .addService(new Payments())
              .addService(new Shipping())
              .addService(new Carts())
              .addService(new Catalog())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The next calls of a method end so. */
  void fail(String method, Fault... next) {
    fail(method, List.of(next));
  }

  /** The same. */
  synchronized void fail(String method, List<Fault> next) {
    faults.computeIfAbsent(method, _ -> new ArrayDeque<>()).addAll(next);
  }

  /** The method's calls wait before they do anything, until the latch is counted down. */
  synchronized CountDownLatch hold(String method) {
    CountDownLatch latch = new CountDownLatch(1);
    held.put(method, latch);
    return latch;
  }

  /** They wait no more. */
  synchronized void letGo(String method, CountDownLatch latch) {
    held.remove(method);
    latch.countDown();
  }

  /** How often a method was called. */
  synchronized int calls(String method) {
    return calls.getOrDefault(method, 0);
  }

  /** A cart of two lines, an offer for it, and enough stock. */
  synchronized String offer(String cartId, long version, long total) {
    String id = OpaqueId.random();
    long first = total < 1000 ? total : 1000;
    Offer.Builder offer =
        Offer.newBuilder()
            .setId(id)
            .setCartId(cartId)
            .setCartVersion(version)
            .setCurrency("EUR")
            .setLocale("de-DE")
            .setDestination(Destination.newBuilder().setCountry("DE"))
            .addLines(line("p-1", 3, first))
            .addLines(line("p-2", 1, total - first))
            .setShipping(
                OfferShipping.newBuilder()
                    .setMethod("standard")
                    .setEarliest("2026-12-01")
                    .setLatest("2026-12-03"))
            .setTotals(
                OfferTotals.newBuilder()
                    .setListMinor(total + 100)
                    .setDiscountMinor(100)
                    .setTotalMinor(total))
            .addDiscounts(
                OfferDiscount.newBuilder()
                    .setPromotionId("ten")
                    .setCouponCode("TEN")
                    .setAmountMinor(100))
            .setPointsEarned(total / 100);
    offers.put(id, offer.build());
    carts.put(
        cartId,
        Cart.newBuilder()
            .setId(cartId)
            .addLines(Line.newBuilder().setId("l1").setProductId("p-1").setQuantity(4))
            .addLines(Line.newBuilder().setId("l2").setProductId("p-2").setQuantity(1))
            .setAudit(Audit.newBuilder().setVersion(version))
            .build());
    stock.putIfAbsent("p-1", 1_000);
    stock.putIfAbsent("p-2", 1_000);
    return id;
  }

  private static OfferLine line(String product, int quantity, long gross) {
    return OfferLine.newBuilder()
        .setProductId(product)
        .setQuantity(quantity)
        .setUnitMinor(gross)
        .setGrossMinor(gross)
        .build();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private <A> void answer(String method, StreamObserver<A> observer, Supplier<A> work) {
    CountDownLatch latch;
    synchronized (this) {
      latch = held.get(method);
    }
    if (latch != null) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    A response;
    synchronized (this) {
      calls.merge(method, 1, Integer::sum);
      Deque<Fault> next = faults.get(method);
      Fault fault = next == null ? null : next.poll();
      try {
        if (fault == Fault.BEFORE) {
          throw Status.UNAVAILABLE.asRuntimeException();
        }
        response = work.get();
        if (fault == Fault.AFTER) {
          throw Status.UNAVAILABLE.asRuntimeException();
        }
      } catch (StatusRuntimeException e) {
        observer.onError(e);
        return;
      }
    }
    observer.onNext(response);
    observer.onCompleted();
  }

  private static StatusRuntimeException refused(
      Status.Code code, String reason, Optional<? extends Message> detail) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()));
    detail.ifPresent(message -> status.addDetails(Any.pack(message)));
    return StatusProto.toStatusRuntimeException(status.build());
  }

  private static StatusRuntimeException refused(String reason) {
    return refused(Status.Code.FAILED_PRECONDITION, reason, Optional.empty());
  }

  private final class Offers extends OffersServiceGrpc.OffersServiceImplBase {
    @Override
    public void makeOffer(MakeOfferRequest request, StreamObserver<MakeOfferResponse> observer) {
      answer(
          "MakeOffer",
          observer,
          () ->
              MakeOfferResponse.newBuilder()
                  .setOffer(
                      Offer.newBuilder()
                          .setId(OpaqueId.random())
                          .setCartId(request.getCartId())
                          .setCartVersion(request.getCartVersion())
                          .setCurrency("EUR"))
                  .build());
    }

    @Override
    public void getOffer(GetOfferRequest request, StreamObserver<GetOfferResponse> observer) {
      answer(
          "GetOffer",
          observer,
          () -> GetOfferResponse.newBuilder().setOffer(known(request.getOfferId())).build());
    }

    @Override
    public void confirmOffer(
        ConfirmOfferRequest request, StreamObserver<ConfirmOfferResponse> observer) {
      answer(
          "ConfirmOffer",
          observer,
          () -> {
            ConfirmOfferResponse.Builder response =
                ConfirmOfferResponse.newBuilder().setOffer(known(request.getOfferId()));
            Offer now = changed.get(request.getOfferId());
            if (now == null && spent.contains(request.getOfferId())) {
              now =
                  known(request.getOfferId()).toBuilder()
                      .setCoupon(
                          OfferCoupon.newBuilder().setRefusal(CouponRefusal.COUPON_REFUSAL_SPENT))
                      .build();
            }
            if (now != null) {
              response.setChanged(now).addDifferences("lines");
            }
            return response.build();
          });
    }

    private Offer known(String id) {
      Offer offer = offers.get(id);
      if (offer == null) {
        throw refused(Status.Code.NOT_FOUND, "UNKNOWN_OFFER", Optional.empty());
      }
      return offer;
    }

    @Override
    public void takePromotions(
        TakePromotionsRequest request, StreamObserver<TakePromotionsResponse> observer) {
      answer(
          "TakePromotions",
          observer,
          () -> {
            Boolean taken = coupons.get(request.getOrderId());
            if (Boolean.FALSE.equals(taken)) {
              throw refused("PROMOTIONS_UNDONE");
            }
            if (taken == null && uses() >= couponLimit) {
              spent.add(request.getOfferId());
              throw refused("COUPON_SPENT");
            }
            coupons.put(request.getOrderId(), true);
            return TakePromotionsResponse.newBuilder().addPromotionIds("ten").build();
          });
    }

    @Override
    public void giveBackPromotions(
        GiveBackPromotionsRequest request, StreamObserver<GiveBackPromotionsResponse> observer) {
      answer(
          "GiveBackPromotions",
          observer,
          () -> {
            coupons.put(request.getOrderId(), false);
            return GiveBackPromotionsResponse.getDefaultInstance();
          });
    }
  }

  /** What the provider did for an order, in order. */
  synchronized List<String> ledger(String orderId) {
    Paid paid = payments.get(orderId);
    return paid == null ? List.of() : List.copyOf(paid.ledger);
  }

  /** Money of an order that the shop has: held and taken, less what was given back. */
  synchronized long money(String orderId) {
    Paid paid = payments.get(orderId);
    return paid == null ? 0 : paid.held + paid.captured - paid.refunded;
  }

  /** The pieces in a cart, by line. */
  synchronized List<Integer> pieces(String cartId) {
    return carts.getOrDefault(cartId, Cart.getDefaultInstance()).getLinesList().stream()
        .map(Line::getQuantity)
        .toList();
  }

  /** How often the pieces of an order were kept for longer. */
  synchronized int renewals(String orderId) {
    return reservations.getOrDefault(orderId, new Reserved()).renewals;
  }

  /** Pieces of a product that are left. */
  synchronized int left(String product) {
    return stock.getOrDefault(product, 0);
  }

  /** Uses of the coupon now. */
  synchronized long uses() {
    return coupons.values().stream().filter(taken -> taken).count();
  }

  private final class Reservations extends ReservationsServiceGrpc.ReservationsServiceImplBase {
    @Override
    public void reserveStock(
        ReserveStockRequest request, StreamObserver<ReserveStockResponse> observer) {
      answer(
          "ReserveStock",
          observer,
          () -> {
            Reserved known = reservations.get(request.getOrderId());
            if (known != null && known.isReleased) {
              throw refused("RESERVATION_UNDONE");
            }
            if (known == null) {
              for (WantedPieces some : request.getPiecesList()) {
                int left = stock.getOrDefault(some.getProductId(), 0);
                if (left < some.getQuantity()) {
                  throw refused(
                      Status.Code.FAILED_PRECONDITION,
                      "OUT_OF_STOCK",
                      Optional.of(
                          OutOfStock.newBuilder()
                              .addLines(
                                  MissingPieces.newBuilder()
                                      .setProductId(some.getProductId())
                                      .setRequested(some.getQuantity())
                                      .setAvailable(left))
                              .build()));
                }
              }
              Reserved made = new Reserved();
              for (WantedPieces some : request.getPiecesList()) {
                made.pieces.put(some.getProductId(), some.getQuantity());
                stock.merge(some.getProductId(), -some.getQuantity(), Integer::sum);
              }
              reservations.put(request.getOrderId(), made);
            }
            return ReserveStockResponse.getDefaultInstance();
          });
    }

    @Override
    public void renewReservation(
        RenewReservationRequest request, StreamObserver<RenewReservationResponse> observer) {
      answer(
          "RenewReservation",
          observer,
          () -> {
            Reserved known = reservations.get(request.getOrderId());
            if (known == null || known.isCommitted || known.isReleased) {
              throw refused("RESERVATION_ENDED");
            }
            known.renewals++;
            if (!renewalRefusals.isEmpty()) {
              throw refused(renewalRefusals.remove());
            }
            return RenewReservationResponse.getDefaultInstance();
          });
    }

    @Override
    public void commitReservation(
        CommitReservationRequest request, StreamObserver<CommitReservationResponse> observer) {
      answer(
          "CommitReservation",
          observer,
          () -> {
            Reserved known = reservations.get(request.getOrderId());
            if (known == null || known.isReleased) {
              throw refused("RESERVATION_ENDED");
            }
            known.isCommitted = true;
            return CommitReservationResponse.getDefaultInstance();
          });
    }

    @Override
    public void releaseReservation(
        ReleaseReservationRequest request, StreamObserver<ReleaseReservationResponse> observer) {
      answer(
          "ReleaseReservation",
          observer,
          () -> {
            Reserved known =
                reservations.computeIfAbsent(request.getOrderId(), _ -> new Reserved());
            if (!known.isReleased) {
              known.isReleased = true;
              known.pieces.forEach((product, pieces) -> stock.merge(product, pieces, Integer::sum));
            }
            return ReleaseReservationResponse.getDefaultInstance();
          });
    }

    @Override
    public void restockPieces(
        RestockPiecesRequest request, StreamObserver<RestockPiecesResponse> observer) {
      answer(
          "RestockPieces",
          observer,
          () -> {
            Reserved known = reservations.get(request.getOrderId());
            if (known == null) {
              throw refused(Status.Code.NOT_FOUND, "UNKNOWN_RESERVATION", Optional.empty());
            }
            if (known.restocked.add(request.getReturnKey())) {
              request
                  .getPiecesList()
                  .forEach(
                      some -> stock.merge(some.getProductId(), some.getQuantity(), Integer::sum));
            }
            return RestockPiecesResponse.getDefaultInstance();
          });
    }
  }

  private final class Payments extends PaymentsServiceGrpc.PaymentsServiceImplBase {
    @Override
    public void assessRisk(AssessRiskRequest request, StreamObserver<AssessRiskResponse> observer) {
      answer(
          "AssessRisk",
          observer,
          () -> {
            AssessRiskResponse.Builder assessed = AssessRiskResponse.newBuilder().setDecision(risk);
            return risk == RiskDecision.RISK_DECISION_REVIEW
                ? assessed.addReasons("NIGHTLY").build()
                : assessed.build();
          });
    }

    @Override
    public void authorizePayment(
        AuthorizePaymentRequest request, StreamObserver<AuthorizePaymentResponse> observer) {
      answer(
          "AuthorizePayment",
          observer,
          () -> {
            Paid paid = of(request.getOrderId());
            if (paid.isUndone) {
              throw refused("OPERATION_UNDONE");
            }
            once(
                paid,
                request.getOperationKey(),
                () -> {
                  if (request.getCardToken().equals("tok_declined")) {
                    return "PAYMENT_DECLINED";
                  }
                  paid.amount = request.getAmount().getMinor();
                  paid.currency = request.getAmount().getCurrency();
                  paid.held = paid.amount + heldDifference;
                  paid.ledger.add("authorize " + paid.held);
                  return "";
                });
            return AuthorizePaymentResponse.newBuilder().setPayment(view(paid)).build();
          });
    }

    @Override
    public void capturePayment(
        CapturePaymentRequest request, StreamObserver<CapturePaymentResponse> observer) {
      answer(
          "CapturePayment",
          observer,
          () -> {
            Paid paid = of(request.getOrderId());
            once(
                paid,
                request.getOperationKey(),
                () -> {
                  String refusal = captureRefusals.poll();
                  if (refusal != null) {
                    return refusal;
                  }
                  if (paid.held == 0) {
                    return "NOT_AUTHORIZED";
                  }
                  paid.captured = request.getAmount().getMinor();
                  paid.held = 0;
                  paid.ledger.add("capture " + paid.captured);
                  return "";
                });
            return CapturePaymentResponse.newBuilder().setPayment(view(paid)).build();
          });
    }

    @Override
    public void undoPayment(
        UndoPaymentRequest request, StreamObserver<UndoPaymentResponse> observer) {
      answer(
          "UndoPayment",
          observer,
          () -> {
            Paid paid = of(request.getOrderId());
            paid.isUndone = true;
            if (paid.held > 0) {
              paid.ledger.add("void " + paid.held);
              paid.held = 0;
            }
            if (paid.captured > paid.refunded) {
              paid.ledger.add("refund " + (paid.captured - paid.refunded));
              paid.refunded = paid.captured;
            }
            return UndoPaymentResponse.newBuilder().setPayment(view(paid)).build();
          });
    }

    @Override
    public void refundPayment(
        RefundPaymentRequest request, StreamObserver<RefundPaymentResponse> observer) {
      answer(
          "RefundPayment",
          observer,
          () -> {
            Paid paid = of(request.getOrderId());
            once(
                paid,
                request.getOperationKey(),
                () -> {
                  String refusal = refundRefusals.poll();
                  if (refusal != null) {
                    return refusal;
                  }
                  if (paid.refunded + request.getAmount().getMinor() > paid.captured) {
                    return "REFUND_TOO_LARGE";
                  }
                  paid.refunded += request.getAmount().getMinor();
                  paid.ledger.add("refund " + request.getAmount().getMinor());
                  return "";
                });
            return RefundPaymentResponse.newBuilder().setPayment(view(paid)).build();
          });
    }

    private Paid of(String orderId) {
      return payments.computeIfAbsent(orderId, _ -> new Paid());
    }

    /** As providers do: the first ending of a key is its ending. */
    private void once(Paid paid, String key, Supplier<String> operation) {
      String refusal = paid.operations.computeIfAbsent(key, _ -> operation.get());
      if (!refusal.isEmpty()) {
        throw refused(refusal);
      }
    }

    private Payment view(Paid paid) {
      return Payment.newBuilder()
          .setAmount(Money.newBuilder().setMinor(paid.amount).setCurrency(paid.currency))
          .setHeldMinor(paid.held)
          .setCapturedMinor(paid.captured)
          .setRefundedMinor(paid.refunded)
          .build();
    }
  }

  private final class Shipping extends ShippingServiceGrpc.ShippingServiceImplBase {
    @Override
    public void planShipment(
        PlanShipmentRequest request, StreamObserver<PlanShipmentResponse> observer) {
      answer(
          "PlanShipment",
          observer,
          () -> {
            ShipmentStatus known =
                shipments.putIfAbsent(request.getOrderId(), ShipmentStatus.SHIPMENT_STATUS_PLANNED);
            if (known == ShipmentStatus.SHIPMENT_STATUS_CANCELLED) {
              throw refused("SHIPMENT_UNDONE");
            }
            return PlanShipmentResponse.getDefaultInstance();
          });
    }

    @Override
    public void releaseShipment(
        ReleaseShipmentRequest request, StreamObserver<ReleaseShipmentResponse> observer) {
      answer(
          "ReleaseShipment",
          observer,
          () -> {
            ShipmentStatus known = shipments.get(request.getOrderId());
            if (known == ShipmentStatus.SHIPMENT_STATUS_CANCELLED) {
              throw refused("SHIPMENT_CANCELLED");
            }
            if (known == ShipmentStatus.SHIPMENT_STATUS_PLANNED) {
              shipments.put(request.getOrderId(), ShipmentStatus.SHIPMENT_STATUS_RELEASED);
            }
            return ReleaseShipmentResponse.getDefaultInstance();
          });
    }

    @Override
    public void cancelShipment(
        CancelShipmentRequest request, StreamObserver<CancelShipmentResponse> observer) {
      answer(
          "CancelShipment",
          observer,
          () -> {
            ShipmentStatus known = shipments.get(request.getOrderId());
            if (known == ShipmentStatus.SHIPMENT_STATUS_HANDED_OVER
                || known == ShipmentStatus.SHIPMENT_STATUS_DELIVERED) {
              throw refused("SHIPMENT_LEFT");
            }
            shipments.put(request.getOrderId(), ShipmentStatus.SHIPMENT_STATUS_CANCELLED);
            return CancelShipmentResponse.getDefaultInstance();
          });
    }

    @Override
    public void listOrderShipments(
        ListOrderShipmentsRequest request, StreamObserver<ListOrderShipmentsResponse> observer) {
      answer(
          "ListOrderShipments",
          observer,
          () ->
              ListOrderShipmentsResponse.newBuilder()
                  .addShipments(
                      Shipment.newBuilder()
                          .setOrderId(request.getOrderId())
                          .setStatus(
                              shipments.getOrDefault(
                                  request.getOrderId(), ShipmentStatus.SHIPMENT_STATUS_PLANNED))
                          .setTrackingNumber("T-1"))
                  .build());
    }
  }

  private final class Carts extends CartsServiceGrpc.CartsServiceImplBase {
    @Override
    public void getCart(GetCartRequest request, StreamObserver<GetCartResponse> observer) {
      answer(
          "GetCart",
          observer,
          () -> GetCartResponse.newBuilder().setCart(known(request.getCartId())).build());
    }

    @Override
    public void removeOrdered(
        RemoveOrderedRequest request, StreamObserver<RemoveOrderedResponse> observer) {
      answer(
          "RemoveOrdered",
          observer,
          () -> {
            Cart cart = known(request.getCartId());
            if (cleared.add(request.getOrderId())) {
              Map<String, Integer> ordered = new HashMap<>();
              for (OrderedPieces some : request.getPiecesList()) {
                ordered.put(some.getProductId(), some.getQuantity());
              }
              Cart.Builder left = cart.toBuilder().clearLines();
              for (Line line : cart.getLinesList()) {
                int kept = line.getQuantity() - ordered.getOrDefault(line.getProductId(), 0);
                if (kept > 0) {
                  left.addLines(line.toBuilder().setQuantity(kept));
                }
              }
              left.getAuditBuilder().setVersion(cart.getAudit().getVersion() + 1);
              carts.put(cart.getId(), left.build());
            }
            return RemoveOrderedResponse.getDefaultInstance();
          });
    }

    private Cart known(String id) {
      Cart cart = carts.get(id);
      if (cart == null) {
        throw refused(Status.Code.NOT_FOUND, "UNKNOWN_CART", Optional.empty());
      }
      return cart;
    }
  }

  private final class Catalog extends CatalogServiceGrpc.CatalogServiceImplBase {
    @Override
    public void batchGetProducts(
        BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
      answer(
          "BatchGetProducts",
          observer,
          () -> {
            BatchGetProductsResponse.Builder response = BatchGetProductsResponse.newBuilder();
            request
                .getProductIdsList()
                .forEach(
                    id ->
                        response.addProducts(
                            Product.newBuilder()
                                .setId(id)
                                .setTitle("The " + id)
                                .setPrice(Money.newBuilder().setMinor(1).setCurrency("EUR"))));
            return response.build();
          });
    }
  }
}
