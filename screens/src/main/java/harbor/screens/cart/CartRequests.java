package harbor.screens.cart;

import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.ChangeLineRequest;
import harbor.carts.v1.Line;
import harbor.carts.v1.RemoveCouponRequest;
import harbor.carts.v1.RemoveLineRequest;
import harbor.carts.v1.SetCouponRequest;
import harbor.pricing.v1.OfferedItem;
import harbor.screens.v1.AddCartLineRequest;
import harbor.screens.v1.ChangeCartLineRequest;
import harbor.screens.v1.RemoveCartCouponRequest;
import harbor.screens.v1.RemoveCartLineRequest;
import harbor.screens.v1.SetCartCouponRequest;
import java.util.Collection;
import java.util.List;

/** What clients ask of a cart, as the core service wants to be asked. Pure. */
public final class CartRequests {
  private CartRequests() {}

  /** What pricing is asked about. */
  public static List<OfferedItem> items(Collection<Line> lines) {
    return lines.stream()
        .map(
            line ->
                OfferedItem.newBuilder()
                    .setProductId(line.getProductId())
                    .setQuantity(line.getQuantity())
                    .build())
        .toList();
  }

  static AddLineRequest addLine(AddCartLineRequest asked) {
    return AddLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setProductId(asked.getProductId())
        .setQuantity(asked.getQuantity())
        .build();
  }

  static ChangeLineRequest changeLine(ChangeCartLineRequest asked) {
    return ChangeLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setLineId(asked.getLine())
        .setQuantity(asked.getQuantity())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static RemoveLineRequest removeLine(RemoveCartLineRequest asked) {
    return RemoveLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setLineId(asked.getLine())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  static SetCouponRequest setCoupon(SetCartCouponRequest asked) {
    SetCouponRequest.Builder request =
        SetCouponRequest.newBuilder().setCartId(asked.getCart()).setCode(asked.getCode());
    if (asked.hasExpectedVersion()) {
      request.setExpectedVersion(asked.getExpectedVersion());
    }
    return request.build();
  }

  static RemoveCouponRequest removeCoupon(RemoveCartCouponRequest asked) {
    return RemoveCouponRequest.newBuilder()
        .setCartId(asked.getCart())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }
}
