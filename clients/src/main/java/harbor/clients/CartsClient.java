package harbor.clients;

import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.AddLineResponse;
import harbor.carts.v1.Cart;
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
import harbor.carts.v1.RemoveCouponRequest;
import harbor.carts.v1.RemoveCouponResponse;
import harbor.carts.v1.RemoveLineRequest;
import harbor.carts.v1.RemoveLineResponse;
import harbor.carts.v1.RemoveOrderedRequest;
import harbor.carts.v1.RemoveOrderedResponse;
import harbor.carts.v1.SetCouponRequest;
import harbor.carts.v1.SetCouponResponse;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import java.util.function.Function;

/** The carts of guests and users; each is the caller's, and unknown to anybody else. */
public final class CartsClient {
  /** Where they are. */
  public static final Service<CartsClient> SERVICE = Service.of("carts", 9108, CartsClient::new);

  private static final int MAX_LINES = 100;

  /** A cart by its id. */
  public final Read<String, Cart> cart;

  /** The caller's current cart, whatever is asked. */
  public final Read<Object, Cart> own;

  /** A new cart without lines; of the caller. */
  public final Write<Object, Cart> create;

  /** Pieces of a product more. */
  public final Write<AddLineRequest, Cart> addLine;

  /** Another quantity. */
  public final Write<ChangeLineRequest, Cart> changeLine;

  /** A line less. */
  public final Write<RemoveLineRequest, Cart> removeLine;

  /** A coupon code, in place of another. */
  public final Write<SetCouponRequest, Cart> setCoupon;

  /** No coupon code. */
  public final Write<RemoveCouponRequest, Cart> removeCoupon;

  /** What a guest, named by id, had in carts, put into the user's current one. */
  public final Write<String, MergeGuestCartResponse> mergeGuest;

  /** Without what was ordered; for orders alone. */
  public final Write<RemoveOrderedRequest, Cart> removeOrdered;

  /** A page of everybody's carts; for administrators. */
  public final Read<ListAllCartsRequest, ListAllCartsResponse> all;

  /** Over these channels. */
  public CartsClient(Channels carts) {
    cart =
        carts.read(
            CartsServiceGrpc.getGetCartMethod(),
            id -> GetCartRequest.newBuilder().setCartId(id).build(),
            (id, response) -> {
              Valid.id("cart.id", response.getCart().getId(), id);
              checkLines(response.getCart());
            },
            GetCartResponse::getCart);
    own =
        carts.read(
            CartsServiceGrpc.getGetOwnCartMethod(),
            _ -> GetOwnCartRequest.getDefaultInstance(),
            (_, response) -> checkLines(response.getCart()),
            GetOwnCartResponse::getCart);
    create =
        carts.write(
            CartsServiceGrpc.getCreateCartMethod(),
            _ -> CreateCartRequest.getDefaultInstance(),
            CreateCartResponse::getCart);
    addLine =
        carts.write(
            CartsServiceGrpc.getAddLineMethod(), Function.identity(), AddLineResponse::getCart);
    changeLine =
        carts.write(
            CartsServiceGrpc.getChangeLineMethod(),
            Function.identity(),
            ChangeLineResponse::getCart);
    removeLine =
        carts.write(
            CartsServiceGrpc.getRemoveLineMethod(),
            Function.identity(),
            RemoveLineResponse::getCart);
    setCoupon =
        carts.write(
            CartsServiceGrpc.getSetCouponMethod(), Function.identity(), SetCouponResponse::getCart);
    removeCoupon =
        carts.write(
            CartsServiceGrpc.getRemoveCouponMethod(),
            Function.identity(),
            RemoveCouponResponse::getCart);
    mergeGuest =
        carts.write(
            CartsServiceGrpc.getMergeGuestCartMethod(),
            id -> MergeGuestCartRequest.newBuilder().setGuestId(id).build(),
            Function.identity());
    removeOrdered =
        carts.write(
            CartsServiceGrpc.getRemoveOrderedMethod(),
            Function.identity(),
            RemoveOrderedResponse::getCart);
    all =
        carts.read(
            CartsServiceGrpc.getListAllCartsMethod(), Function.identity(), Function.identity());
  }

  private static void checkLines(Cart cart) {
    Valid.page("cart.lines", cart.getLinesList(), MAX_LINES, MAX_LINES);
    for (Line line : cart.getLinesList()) {
      Valid.count("cart.lines.quantity", line.getQuantity());
    }
  }
}
