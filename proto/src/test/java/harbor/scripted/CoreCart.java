package harbor.scripted;

import com.google.protobuf.Message;
import harbor.carts.v1.AddLineResponse;
import harbor.carts.v1.Cart;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.ChangeLineResponse;
import harbor.carts.v1.CreateCartResponse;
import harbor.carts.v1.GetCartResponse;
import harbor.carts.v1.GetOwnCartResponse;
import harbor.carts.v1.Line;
import harbor.carts.v1.Remark;
import harbor.carts.v1.RemoveCouponResponse;
import harbor.carts.v1.RemoveLineResponse;
import harbor.carts.v1.SetCouponResponse;
import harbor.type.v1.Audit;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What the carts know of one cart. */
public final class CoreCart {
  private CoreCart() {}

  /** Two products that are sold, one that is not any more, a coupon, and what a merge left out. */
  public static Cart ordinary() {
    return Cart.newBuilder()
        .setId("cartcartcartcartcart01")
        .addLines(line("linelinelinelineline01", "HB1001", 2))
        .addLines(line("linelinelinelineline02", "HB2001", 1))
        .addLines(line("linelinelinelineline03", "HB9999", 1))
        .setCouponCode("SPRING")
        .setAudit(Audit.newBuilder().setVersion(3))
        .addRemarks(Remark.newBuilder().setProductId("HB1004").setLeftOut(2))
        .build();
  }

  /** Whatever is done to it. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    Cart cart = ordinary();
    return Map.of(
        CartsServiceGrpc.getGetCartMethod(), GetCartResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getGetOwnCartMethod(),
            GetOwnCartResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getCreateCartMethod(),
            CreateCartResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getAddLineMethod(), AddLineResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getChangeLineMethod(),
            ChangeLineResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getRemoveLineMethod(),
            RemoveLineResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getSetCouponMethod(), SetCouponResponse.newBuilder().setCart(cart).build(),
        CartsServiceGrpc.getRemoveCouponMethod(),
            RemoveCouponResponse.newBuilder().setCart(cart).build());
  }

  private static Line line(String id, String product, int quantity) {
    return Line.newBuilder().setId(id).setProductId(product).setQuantity(quantity).build();
  }
}
