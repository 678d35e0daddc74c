package harbor.carts;

import static harbor.kit.service.call.Answer.answer;

import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.AddLineResponse;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.ChangeLineRequest;
import harbor.carts.v1.ChangeLineResponse;
import harbor.carts.v1.CreateCartRequest;
import harbor.carts.v1.CreateCartResponse;
import harbor.carts.v1.GetCartRequest;
import harbor.carts.v1.GetCartResponse;
import harbor.carts.v1.GetOwnCartRequest;
import harbor.carts.v1.GetOwnCartResponse;
import harbor.carts.v1.Line;
import harbor.carts.v1.ListAllCartsRequest;
import harbor.carts.v1.ListAllCartsResponse;
import harbor.carts.v1.MergeGuestCartRequest;
import harbor.carts.v1.MergeGuestCartResponse;
import harbor.carts.v1.OrderedPieces;
import harbor.carts.v1.OwnedCart;
import harbor.carts.v1.RemoveCouponRequest;
import harbor.carts.v1.RemoveCouponResponse;
import harbor.carts.v1.RemoveLineRequest;
import harbor.carts.v1.RemoveLineResponse;
import harbor.carts.v1.RemoveOrderedRequest;
import harbor.carts.v1.RemoveOrderedResponse;
import harbor.carts.v1.SetCouponRequest;
import harbor.carts.v1.SetCouponResponse;
import harbor.kit.client.Caller;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.Timestamps;
import harbor.kit.service.table.TablePages;
import harbor.kit.service.write.IdempotentWrites;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Carts over gRPC: protobuf in, protobuf out, no decisions. */
final class CartsService extends CartsServiceGrpc.CartsServiceImplBase {
  private final PostgresCartStore carts;
  private final TablePages<PostgresCartTable.Owned> all;
  private final IdempotentWrites writes;

  CartsService(
      PostgresCartStore carts, TablePages<PostgresCartTable.Owned> all, IdempotentWrites writes) {
    this.carts = carts;
    this.all = all;
    this.writes = writes;
  }

  @Override
  public void getCart(GetCartRequest request, StreamObserver<GetCartResponse> observer) {
    answer(
        observer,
        () -> {
          Cart cart =
              carts
                  .find(CallScope.caller(), request.getCartId())
                  .orElseThrow(CartsService::unknownCart);
          return GetCartResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void getOwnCart(GetOwnCartRequest request, StreamObserver<GetOwnCartResponse> observer) {
    answer(
        observer,
        () -> {
          Cart cart =
              carts
                  .findCurrent(CallScope.caller())
                  .orElseThrow(() -> Failure.notFound("NO_CART", "The caller has no cart."));
          return GetOwnCartResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void listAllCarts(
      ListAllCartsRequest request, StreamObserver<ListAllCartsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<PostgresCartTable.Owned> page =
              all.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListAllCartsResponse.newBuilder()
              .addAllCarts(page.rows().stream().map(CartsService::owned).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private static OwnedCart owned(PostgresCartTable.Owned owned) {
    return OwnedCart.newBuilder().setCart(message(owned.cart())).setUserId(owned.userId()).build();
  }

  @Override
  public void createCart(CreateCartRequest request, StreamObserver<CreateCartResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Caller owner = CallScope.caller();
          if (owner.isAnonymous()) {
            throw Failure.unauthenticated("NO_CALLER", "The call is on nobody's behalf.");
          }
          Cart cart = carts.create(handle, owner);
          return CreateCartResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void addLine(AddLineRequest request, StreamObserver<AddLineResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          String productId =
              Requests.externalId("product_id", request.getProductId(), "INVALID_PRODUCT_ID");
          CartLine line = CartLine.of(productId, quantity(request.getQuantity()));
          Cart cart =
              done(
                  carts.change(
                      handle, CallScope.caller(), request.getCartId(), found -> found.add(line)));
          return AddLineResponse.newBuilder()
              .setCart(message(cart))
              .setLineId(cart.lineOf(productId).id())
              .build();
        });
  }

  @Override
  public void changeLine(ChangeLineRequest request, StreamObserver<ChangeLineResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          int quantity = quantity(request.getQuantity());
          long version = version(request.getExpectedVersion());
          Cart cart =
              done(
                  carts.change(
                      handle,
                      CallScope.caller(),
                      request.getCartId(),
                      found -> found.changeLine(request.getLineId(), quantity, version)));
          return ChangeLineResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void removeLine(RemoveLineRequest request, StreamObserver<RemoveLineResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          long version = version(request.getExpectedVersion());
          Cart cart =
              done(
                  carts.change(
                      handle,
                      CallScope.caller(),
                      request.getCartId(),
                      found -> found.removeLine(request.getLineId(), version)));
          return RemoveLineResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void setCoupon(SetCouponRequest request, StreamObserver<SetCouponResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          CouponCode code = code(request.getCode());
          OptionalLong version =
              request.hasExpectedVersion()
                  ? OptionalLong.of(version(request.getExpectedVersion()))
                  : OptionalLong.empty();
          Cart cart =
              done(
                  carts.change(
                      handle,
                      CallScope.caller(),
                      request.getCartId(),
                      found -> found.setCoupon(code, version)));
          return SetCouponResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void removeCoupon(
      RemoveCouponRequest request, StreamObserver<RemoveCouponResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          long version = version(request.getExpectedVersion());
          Cart cart =
              done(
                  carts.change(
                      handle,
                      CallScope.caller(),
                      request.getCartId(),
                      found -> found.removeCoupon(version)));
          return RemoveCouponResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  @Override
  public void mergeGuestCart(
      MergeGuestCartRequest request, StreamObserver<MergeGuestCartResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          Caller guest = guest(request.getGuestId());
          MergeGuestCartResponse.Builder response = MergeGuestCartResponse.newBuilder();
          carts
              .merge(handle, guest, CallScope.caller())
              .ifPresent(cart -> response.setCart(message(cart)));
          writes.forget(handle, guest);
          return response.build();
        });
  }

  @Override
  public void removeOrdered(
      RemoveOrderedRequest request, StreamObserver<RemoveOrderedResponse> observer) {
    writes.answer(
        observer,
        request,
        handle -> {
          String orderId = Requests.id("order_id", request.getOrderId(), "INVALID_ORDER_ID");
          Map<String, Integer> pieces = new HashMap<>();
          for (OrderedPieces some :
              Requests.batch("pieces", request.getPiecesList(), Cart.MAX_LINES)) {
            pieces.merge(
                Requests.externalId("product_id", some.getProductId(), "INVALID_PRODUCT_ID"),
                quantity(some.getQuantity()),
                Integer::sum);
          }
          Cart cart =
              done(
                  carts.removeOrdered(
                      handle, CallScope.caller(), request.getCartId(), orderId, pieces));
          return RemoveOrderedResponse.newBuilder().setCart(message(cart)).build();
        });
  }

  private static Cart done(Change change) {
    return switch (change) {
      case Change.Done(Cart cart) -> cart;
      case Change.Unchanged(Cart cart) -> cart;
      case Change.UnknownCart() -> throw unknownCart();
      case Change.UnknownLine() ->
          throw Failure.notFound("UNKNOWN_LINE", "The cart has no such line.");
      case Change.NoCoupon() -> throw Failure.notFound("NO_COUPON", "The cart has no coupon code.");
      case Change.VersionMismatch(Cart current) ->
          throw Failure.failedPrecondition(
                  "VERSION_MISMATCH",
                  "expected_version: the cart has version %d by now."
                      .formatted(current.audit().version()))
              .with(message(current));
      case Change.VersionRequired() ->
          throw Failure.failedPrecondition(
              "VERSION_REQUIRED", "expected_version: absent, but the cart has a coupon code.");
      case Change.CartFull() ->
          throw Failure.failedPrecondition(
                  "CART_FULL", "The cart has %d lines already.".formatted(Cart.MAX_LINES))
              .decided();
      case Change.QuantityTooLarge(long quantity) ->
          throw Failure.failedPrecondition(
                  "QUANTITY_TOO_LARGE",
                  "The line would have %d pieces (expected: at most %d)."
                      .formatted(quantity, CartLine.MAX_QUANTITY))
              .decided();
    };
  }

  private static Failure unknownCart() {
    return Failure.notFound("UNKNOWN_CART", "The caller has no such cart.");
  }

  private static Caller guest(String id) {
    if (!Caller.isId(id)) {
      throw Failure.invalidArgument("INVALID_GUEST_ID", "guest_id is malformed.");
    }
    return Caller.guest(id);
  }

  private static int quantity(int quantity) {
    if (!CartLine.isQuantity(quantity)) {
      throw Failure.invalidArgument(
          "INVALID_QUANTITY",
          "quantity: %d (expected: 1 to %d).".formatted(quantity, CartLine.MAX_QUANTITY));
    }
    return quantity;
  }

  private static CouponCode code(String typed) {
    return CouponCode.typed(typed)
        .orElseThrow(
            () ->
                Failure.invalidArgument(
                    "INVALID_COUPON_CODE",
                    "code is malformed (expected: " + CouponCode.FORM + ")."));
  }

  private static long version(long version) {
    return Requests.version("expected_version", version);
  }

  private static harbor.carts.v1.Cart message(Cart cart) {
    harbor.carts.v1.Cart.Builder message =
        harbor.carts.v1.Cart.newBuilder()
            .setId(cart.id())
            .setExpiresAt(Timestamps.of(cart.expiresAt()))
            .setAudit(cart.audit().message());
    cart.lines()
        .forEach(
            line ->
                message.addLines(
                    Line.newBuilder()
                        .setId(line.id())
                        .setProductId(line.productId())
                        .setQuantity(line.quantity())));
    cart.remarks()
        .forEach(
            remark ->
                message.addRemarks(
                    harbor.carts.v1.Remark.newBuilder()
                        .setProductId(remark.productId())
                        .setLeftOut(remark.leftOut())));
    cart.coupon().ifPresent(code -> message.setCouponCode(code.text()));
    return message.build();
  }
}
