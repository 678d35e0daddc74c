package harbor.web.cart;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.ChangeLineRequest;
import harbor.carts.v1.RemoveCouponRequest;
import harbor.carts.v1.RemoveLineRequest;
import harbor.carts.v1.SetCouponRequest;
import harbor.catalog.v1.Product;
import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Read;
import harbor.kit.client.Write;
import harbor.pricing.v1.Price;
import harbor.web.v1.AddCartLineRequest;
import harbor.web.v1.Cart;
import harbor.web.v1.ChangeCartLineRequest;
import harbor.web.v1.CreateCartRequest;
import harbor.web.v1.RemoveCartCouponRequest;
import harbor.web.v1.RemoveCartLineRequest;
import harbor.web.v1.SetCartCouponRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code /web/carts...} and {@code /web/cart}: the cart is critical, what its lines show of their
 * products is not. Whatever is done to a cart shows the cart as it is then.
 */
public final class CartScreens {
  private static final String CART = "/web/carts/{cart}";
  private static final String LINE = CART + "/lines/{line}";
  private static final String COUPON = CART + "/coupon";
  private static final Duration BUDGET = ofMillis(450);
  private static final Duration LINES = ofMillis(150);

  private final CartsClient carts;
  private final CartViews views;
  private final OptionalCall<Collection<String>, Map<String, Product>> cards;
  private final OptionalCall<Collection<String>, Map<String, Stock>> stock;
  private final OptionalCall<Collection<String>, Map<String, Price>> prices;
  private final Plan<Collection<String>> lines;

  private CartScreens(
      CartsClient carts,
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      MediaUrls media) {
    this.carts = carts;
    views = new CartViews(media);
    cards = optional("catalog.cards", catalog.card.all()).within(LINES).orElse(Map.of());
    stock = optional("inventory.stock", inventory.stock.all()).within(LINES).orElse(Map.of());
    prices = optional("pricing.prices", pricing.price.all()).within(LINES).orElse(Map.of());
    lines = Plan.of("web.cart.lines", LINES, cards, stock, prices);
  }

  /** Adds the routes. */
  public static void add(
      Routes to,
      CartsClient carts,
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      MediaUrls media) {
    CartScreens screens = new CartScreens(carts, catalog, inventory, pricing, media);
    screens.add(to);
  }

  private void add(Routes to) {
    to.get("/web/cart", _ -> "", read("web.cart.own", carts.own.with(id -> id)))
        .personal()
        .privateCache(Duration.ZERO);
    to.get(CART, read("web.cart", carts.cart)).personal().privateCache(Duration.ZERO);
    to.post("/web/carts", this.<CreateCartRequest>write("create", carts.create.with(r -> r)))
        .created(cart -> "/web/carts/" + cart.getId());
    to.post(CART + "/lines", write("add_line", carts.addLine.with(CartScreens::addLine)))
        .created(CartViews::lineAddress);
    to.patch(LINE, write("change_line", carts.changeLine.with(CartScreens::changeLine)))
        .ifMatch(now(ChangeCartLineRequest::getCart));
    to.delete(LINE, write("remove_line", carts.removeLine.with(CartScreens::removeLine)))
        .ifMatch(now(RemoveCartLineRequest::getCart))
        .noContent();
    to.put(COUPON, write("set_coupon", carts.setCoupon.with(CartScreens::setCoupon)))
        .ifMatch(now(SetCartCouponRequest::getCart));
    to.delete(COUPON, write("remove_coupon", carts.removeCoupon.with(CartScreens::removeCoupon)))
        .ifMatch(now(RemoveCartCouponRequest::getCart))
        .noContent();
  }

  private <B> Screen<B, Cart> now(Function<B, String> id) {
    return read("web.cart.now", carts.cart.with(id));
  }

  private <B> Screen<B, Cart> read(String name, Read<B, harbor.carts.v1.Cart> cart) {
    CriticalCall<B, harbor.carts.v1.Cart> call = critical("carts.cart", cart).within(ofMillis(100));
    return shown(Plan.of(name, BUDGET, call), call);
  }

  private <B> Screen<B, Cart> write(String what, Write<B, harbor.carts.v1.Cart> change) {
    CriticalCall<B, harbor.carts.v1.Cart> call =
        critical("carts." + what, change).within(ofMillis(300));
    return shown(Plan.of("web.cart." + what, BUDGET, call).changes(), call);
  }

  private <B> Screen<B, Cart> shown(Plan<B> plan, CriticalCall<B, harbor.carts.v1.Cart> cart) {
    return plan.then(parts -> CartViews.productIds(parts.of(cart)), lines)
        .shows(
            parts ->
                views.view(
                    parts.of(cart),
                    parts.of(cards),
                    parts.of(stock).value(),
                    parts.of(prices).value(),
                    parts.language()));
  }

  private static AddLineRequest addLine(AddCartLineRequest asked) {
    return AddLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setProductId(asked.getProductId())
        .setQuantity(asked.getQuantity())
        .build();
  }

  private static ChangeLineRequest changeLine(ChangeCartLineRequest asked) {
    return ChangeLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setLineId(asked.getLine())
        .setQuantity(asked.getQuantity())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  private static RemoveLineRequest removeLine(RemoveCartLineRequest asked) {
    return RemoveLineRequest.newBuilder()
        .setCartId(asked.getCart())
        .setLineId(asked.getLine())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }

  private static SetCouponRequest setCoupon(SetCartCouponRequest asked) {
    SetCouponRequest.Builder request =
        SetCouponRequest.newBuilder().setCartId(asked.getCart()).setCode(asked.getCode());
    if (asked.hasExpectedVersion()) {
      request.setExpectedVersion(asked.getExpectedVersion());
    }
    return request.build();
  }

  private static RemoveCouponRequest removeCoupon(RemoveCartCouponRequest asked) {
    return RemoveCouponRequest.newBuilder()
        .setCartId(asked.getCart())
        .setExpectedVersion(asked.getExpectedVersion())
        .build();
  }
}
