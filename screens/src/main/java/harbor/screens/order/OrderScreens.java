package harbor.screens.order;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import com.google.protobuf.Message;
import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.clients.OrdersClient;
import harbor.inventory.v1.OutOfStock;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.edge.Route.Refused;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Write;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderedCart;
import harbor.pricing.v1.Offer;
import harbor.screens.checkout.CheckoutQuestion;
import harbor.screens.checkout.CheckoutRequests;
import harbor.screens.order.OrderViews.Content;
import harbor.screens.v1.CancelOrderRequest;
import harbor.screens.v1.PlaceOrderRequest;
import harbor.screens.v1.RefundOrderRequest;
import harbor.screens.v1.ReturnPiecesRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code <prefix>/orders...}: the core service decides and keeps what it decided under the client's
 * key; nothing is decided here. What is not decided in time is 202, and the same request again has
 * the final answer.
 *
 * @param <V> the BFF's view of an order
 * @param <P> its view of a page of them
 */
public final class OrderScreens<V extends Message, P extends Message> {
  /** So long a client waits for a decision; the core service answers shortly before. */
  private static final Duration DECISION = ofSeconds(4);

  private static final Duration BUDGET = DECISION.plusMillis(200);

  /** What a refusal shows may have to be asked for. */
  private static final Duration REQUEST = BUDGET.plusMillis(800);

  private final String prefix;
  private final String plans;
  private final OrderViews<V, P> views;
  private final OrdersClient orders;
  private final Screen<CheckoutQuestion, ?> summary;
  private final OptionalCall<Collection<String>, Map<String, Product>> cards;
  private final Plan<Collection<String>> lines;

  /**
   * Screens of one BFF.
   *
   * @param prefix what its paths begin with, for instance {@code /mobile/v1}; its first segment is
   *     what its plans' names begin with
   * @param summary of a cart before it is ordered: shown again when what was confirmed is another
   *     by now
   */
  public OrderScreens(
      String prefix,
      OrderViews<V, P> views,
      OrdersClient orders,
      CatalogClient catalog,
      Screen<CheckoutQuestion, ?> summary) {
    this.prefix = prefix;
    this.views = views;
    this.orders = orders;
    this.summary = summary;
    plans = prefix.split("/", 3)[1] + ".orders";
    cards = optional("catalog.cards", catalog.card.all()).within(ofMillis(150)).orElse(Map.of());
    lines = Plan.of(plans + ".lines", ofMillis(150), cards);
  }

  /** Adds the routes of those who order. */
  public void add(Routes to) {
    String all = prefix + "/orders";
    String one = all + "/{id}";
    decided(
            to.post(
                all,
                this.<PlaceOrderRequest>write(
                    "place", orders.place.with(OrderRequests::place), OrderScreens::now)))
        .created(order -> address(views.id().apply(order)))
        .accepted(views.isPending(), (_, order) -> address(views.id().apply(order)))
        .refused("PRICE_CHANGED", Offer.class, summary.with(OrderScreens::again))
        .refused("COUPON_SPENT", Offer.class, summary.with(OrderScreens::again))
        .refused("CART_ORDERED", OrderedCart.class, Refusals.detail(plans, OrderedCart.class))
        .refused("OUT_OF_STOCK", OutOfStock.class, Refusals.detail(plans, OutOfStock.class))
        .names("INVALID_OFFER_ID", "offerId")
        .names("MISSING_CARD_TOKEN", "cardToken")
        .names("INVALID_CARD_TOKEN", "cardToken")
        .names("INVALID_ADDRESS", "address")
        .names("INVALID_MAIL", "mail");
    to.get(all, OrderRequests::list, list())
        .personal()
        .privateCache(Duration.ZERO)
        .names("INVALID_PAGE_TOKEN", "pageToken");
    to.get(one, order()).personal().privateCache(Duration.ZERO);
    decided(
            to.post(
                one + "/cancel",
                this.<CancelOrderRequest>write(
                    "cancel", orders.cancel.with(OrderRequests::cancel), Content::cancelled)))
        .accepted(views.isPending(), (asked, _) -> address(asked.getId()));
    decided(
            to.post(
                one + "/returns",
                this.<ReturnPiecesRequest>write(
                    "return", orders.giveBack.with(OrderRequests::giveBack), OrderScreens::now)))
        .accepted(views.isPending(), (asked, _) -> address(asked.getId()))
        .names("INVALID_LINES", "lines");
  }

  /** Adds those of administrators, who cancel and refund anybody's orders. */
  public void addAdmin(Routes to) {
    String one = prefix + "/admin/orders/{id}";
    decided(
            to.post(
                one + "/cancel",
                this.<CancelOrderRequest>write(
                    "cancel_any",
                    orders.cancelAny.with(OrderRequests::cancelAny),
                    Content::cancelled)))
        .signedIn()
        .accepted(views.isPending(), null);
    decided(
            to.post(
                one + "/refunds",
                this.<RefundOrderRequest>write(
                    "refund_any",
                    orders.refundAny.with(OrderRequests::refundAny),
                    OrderScreens::now)))
        .signedIn()
        .accepted(views.isPending(), null)
        .names("INVALID_LINES", "lines");
  }

  /** What costs money or stock: never without a key, never of a newcomer, the last to be shed. */
  private static <I, W extends Message> Route<I, W> decided(Route<I, W> route) {
    return route
        .idempotencyKey()
        .known()
        .within(REQUEST)
        .limit(Limit.CHECKOUT)
        .priority(Priority.ESSENTIAL);
  }

  private String address(String id) {
    return prefix + "/orders/" + id;
  }

  private Screen<String, V> order() {
    CriticalCall<String, Order> call = critical("orders.order", orders.order).within(ofMillis(250));
    return Plan.of(plans + ".order", ofMillis(450), call)
        .then(parts -> productIds(parts.of(call)), lines)
        .shows(
            parts ->
                views
                    .view()
                    .apply(Content.of(parts.of(call), parts.of(cards).value()), parts.language()),
            views.type());
  }

  private Screen<ListOrdersRequest, P> list() {
    CriticalCall<ListOrdersRequest, ListOrdersResponse> call =
        critical("orders.own", orders.own).within(ofMillis(400));
    return Plan.of(plans + ".list", ofMillis(450), call)
        .shows(parts -> views.list().apply(parts.of(call), parts.language()), views.page());
  }

  private <I> Screen<I, V> write(
      String what, Write<I, Order> change, Function<Order, Content> content) {
    CriticalCall<I, Order> call = critical("orders." + what, change).within(DECISION);
    return Plan.of(plans + "." + what, BUDGET, call)
        .changes()
        .shows(
            parts -> views.view().apply(content.apply(parts.of(call)), parts.language()),
            views.type());
  }

  /** An order as it stands, without what its lines show of their products. */
  static Content now(Order order) {
    return Content.of(order, Map.of());
  }

  /** What is offered now. */
  private static CheckoutQuestion again(Refused<PlaceOrderRequest> refused) {
    return CheckoutRequests.again(refused.miss().detail(Offer.class).orElseThrow());
  }

  private static List<String> productIds(Order order) {
    return order.getLinesList().stream().map(OrderLine::getProductId).distinct().toList();
  }
}
