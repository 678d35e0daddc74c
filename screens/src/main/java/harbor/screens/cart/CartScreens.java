package harbor.screens.cart;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;

import com.google.protobuf.Message;
import harbor.carts.v1.Cart;
import harbor.carts.v1.Line;
import harbor.catalog.v1.Product;
import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.OffersClient;
import harbor.clients.PricingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Read;
import harbor.kit.client.Write;
import harbor.pricing.v1.Price;
import harbor.screens.v1.ChangeCartLineRequest;
import harbor.screens.v1.CreateCartRequest;
import harbor.screens.v1.RemoveCartCouponRequest;
import harbor.screens.v1.RemoveCartLineRequest;
import harbor.screens.v1.SetCartCouponRequest;
import harbor.type.v1.Money;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code <prefix>/carts...} and {@code <prefix>/cart}: the cart is critical, what its lines show of
 * their products is not. Whatever is done to a cart shows the cart as it is then.
 *
 * @param <V> the BFF's view of a cart
 */
public final class CartScreens<V extends Message> {
  private static final Duration BUDGET = ofMillis(450);
  private static final Duration LINES = ofMillis(150);

  private final String prefix;
  private final String plans;
  private final CartViews<V, ?> views;
  private final CartsClient carts;
  private final OptionalCall<Collection<Line>, Map<String, Product>> cards;
  private final OptionalCall<Collection<Line>, Map<String, Stock>> stock;
  private final OptionalCall<Collection<Line>, Map<String, Price>> prices;
  private final OptionalCall<Collection<Line>, Optional<Money>> subtotal;
  private final Plan<Collection<Line>> lines;

  /**
   * Screens of one BFF.
   *
   * @param prefix what its paths begin with, for instance {@code /mobile/v1}; its first segment is
   *     what its plans' names begin with
   */
  public CartScreens(
      String prefix,
      CartViews<V, ?> views,
      CartsClient carts,
      CatalogClient catalog,
      InventoryClient inventory,
      PricingClient pricing,
      OffersClient offers) {
    this.prefix = prefix;
    this.views = views;
    this.carts = carts;
    plans = prefix.split("/", 3)[1] + ".cart";
    cards = ofProducts("catalog.cards", catalog.card.all());
    stock = ofProducts("inventory.stock", inventory.stock.all());
    prices = ofProducts("pricing.prices", pricing.price.all());
    subtotal =
        optional("pricing.subtotal", offers.subtotal.<Collection<Line>>with(CartRequests::items))
            .within(LINES)
            .orElse(Optional.empty());
    lines = Plan.of(plans + ".lines", LINES, cards, stock, prices, subtotal);
  }

  /** Adds the routes. */
  public void add(Routes to) {
    String all = prefix + "/carts";
    String one = all + "/{cart}";
    String line = one + "/lines/{line}";
    String coupon = one + "/coupon";
    to.get(prefix + "/cart", _ -> "", read(".own", carts.own.with(id -> id)))
        .personal()
        .privateCache(Duration.ZERO);
    to.get(one, read("", carts.cart)).personal().privateCache(Duration.ZERO);
    to.post(all, this.<CreateCartRequest>write("create", carts.create.with(asked -> asked)))
        .created(cart -> all + "/" + id(cart));
    to.post(one + "/lines", write("add_line", carts.addLine.with(CartRequests::addLine)))
        .created(
            (asked, cart) ->
                "%s/%s/lines/%s"
                    .formatted(all, id(cart), views.lineOf(asked.getProductId(), cart)));
    to.patch(line, write("change_line", carts.changeLine.with(CartRequests::changeLine)))
        .ifMatch(now(ChangeCartLineRequest::getCart));
    to.delete(line, write("remove_line", carts.removeLine.with(CartRequests::removeLine)))
        .ifMatch(now(RemoveCartLineRequest::getCart))
        .noContent();
    to.put(coupon, write("set_coupon", carts.setCoupon.with(CartRequests::setCoupon)))
        .ifMatch(now(SetCartCouponRequest::getCart));
    to.delete(coupon, write("remove_coupon", carts.removeCoupon.with(CartRequests::removeCoupon)))
        .ifMatch(now(RemoveCartCouponRequest::getCart))
        .noContent();
  }

  private String id(V cart) {
    return views.id().apply(cart);
  }

  private <I> Screen<I, V> now(Function<I, String> id) {
    return read(".now", carts.cart.with(id));
  }

  private <I> Screen<I, V> read(String name, Read<I, Cart> cart) {
    CriticalCall<I, Cart> call = critical("carts.cart", cart).within(ofMillis(100));
    return shown(Plan.of(plans + name, BUDGET, call), call);
  }

  private <I> Screen<I, V> write(String what, Write<I, Cart> change) {
    CriticalCall<I, Cart> call = critical("carts." + what, change).within(ofMillis(300));
    return shown(Plan.of(plans + "." + what, BUDGET, call).changes(), call);
  }

  private <I> Screen<I, V> shown(Plan<I> plan, CriticalCall<I, Cart> cart) {
    return plan.then(parts -> parts.of(cart).getLinesList(), lines)
        .shows(
            parts ->
                views
                    .view()
                    .apply(
                        CartViews.Content.of(
                            parts.of(cart),
                            parts.of(cards),
                            parts.of(stock).value(),
                            parts.of(prices).value(),
                            parts.of(subtotal).value()),
                        parts.language()),
            views.type());
  }

  private static <T> OptionalCall<Collection<Line>, Map<String, T>> ofProducts(
      String name, Read<Collection<String>, Map<String, T>> all) {
    return optional(name, all.<Collection<Line>>with(CartScreens::productIds))
        .within(LINES)
        .orElse(Map.of());
  }

  private static List<String> productIds(Collection<Line> lines) {
    return lines.stream().map(Line::getProductId).toList();
  }
}
