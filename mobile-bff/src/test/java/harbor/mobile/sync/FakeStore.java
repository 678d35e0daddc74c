package harbor.mobile.sync;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.ListCategoriesResponse;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.input.ClientVersion;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.Caller;
import harbor.kit.client.Channels;
import harbor.kit.client.Service;
import harbor.kit.runtime.CorrelationId;
import harbor.mobile.v1.Sync;
import harbor.orders.v1.BatchGetOrdersRequest;
import harbor.orders.v1.BatchGetOrdersResponse;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderStatus;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.Rating;
import harbor.screens.order.OrderViews;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.Money;
import harbor.users.v1.ListMarksRequest;
import harbor.users.v1.ListMarksResponse;
import harbor.users.v1.MarkList;
import harbor.users.v1.ProductMark;
import io.grpc.MethodDescriptor;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The core services that a sync asks, in memory, and the screen over them. */
final class FakeStore {
  private final Map<SyncSource, FakeCore> cores = new EnumMap<>(SyncSource.class);
  private final SyncScreen screen;
  private Consumer<SyncSource> beforeCall = _ -> {};
  private int clock;

  FakeStore(int maxEntries) {
    for (SyncSource source : SyncSource.values()) {
      cores.put(source, new FakeCore());
    }
    screen =
        new SyncScreen(
            new SyncScreen.Clients() {
              @Override
              public <C> C of(Service<C> service) {
                return service.client().apply(channels(service.name()));
              }
            },
            new MediaUrls("http://media.test"),
            maxEntries);
  }

  FakeCore core(SyncSource source) {
    FakeCore core = cores.get(source);
    if (core == null) {
      throw new AssertionError(source);
    }
    return core;
  }

  /** Something that happens just before a service answers; what it throws is the answer. */
  void beforeEachCall(Consumer<SyncSource> happening) {
    beforeCall = happening;
  }

  private Timestamp now() {
    return Timestamp.newBuilder().setSeconds(++clock).build();
  }

  /** Puts a product on a list. */
  void mark(Caller who, String list, String product) {
    String key = who.subject() + " " + list + " " + product;
    boolean isThere = core(SyncSource.USERS).row(key).isPresent();
    core(SyncSource.USERS)
        .commit(
            key,
            ProductMark.newBuilder().setProductId(product).setMarkedAt(now()).build(),
            "%s %s%s %s".formatted(who.subject(), isThere ? "=" : "+", list, product));
  }

  /** Takes a product from a list. */
  void unmark(Caller who, String list, String product) {
    String key = who.subject() + " " + list + " " + product;
    if (core(SyncSource.USERS).row(key).isPresent()) {
      core(SyncSource.USERS).commit(key, null, "%s -%s %s".formatted(who.subject(), list, product));
    }
  }

  /** An order as it is from now on. */
  void order(Caller who, String id, OrderStatus status, Collection<String> products) {
    Order.Builder order =
        Order.newBuilder().setId(id).setStatus(status).setCurrency("EUR").setPlacedAt(now());
    products.forEach(
        product -> order.addLines(OrderLine.newBuilder().setProductId(product).setQuantity(1)));
    core(SyncSource.ORDERS)
        .commit(who.subject() + " " + id, order.build(), who.subject() + " " + id);
  }

  Optional<Order> order(Caller who, String id) {
    return core(SyncSource.ORDERS).row(who.subject() + " " + id).map(Order.class::cast);
  }

  /** What a product is from now on. */
  void sell(String id, String title) {
    core(SyncSource.CATALOG)
        .commit(
            id,
            Product.newBuilder()
                .setId(id)
                .setShortTitle(title)
                .setPrice(Money.newBuilder().setMinor(1).setCurrency("EUR"))
                .build(),
            id);
  }

  /** The product is sold no more. */
  void hide(String id) {
    core(SyncSource.CATALOG).commit(id, null, id);
  }

  /** What a product costs from now on. */
  void price(String id, int minor) {
    core(SyncSource.PRICING)
        .commit(
            id,
            Price.newBuilder()
                .setProductId(id)
                .setCurrent(Money.newBuilder().setMinor(minor).setCurrency("EUR"))
                .build(),
            id);
  }

  /** How many there are from now on. */
  void stock(String id, int left) {
    core(SyncSource.INVENTORY)
        .commit(
            id,
            Stock.newBuilder()
                .setProductId(id)
                .setStatus(
                    left == 0
                        ? StockStatus.STOCK_STATUS_OUT_OF_STOCK
                        : StockStatus.STOCK_STATUS_AVAILABLE)
                .setAvailable(left)
                .setLow(left < 5)
                .build(),
            id);
  }

  /** What is thought of a product from now on. */
  void rate(String id, int tenths) {
    core(SyncSource.REVIEWS)
        .commit(
            id,
            Rating.newBuilder().setProductId(id).setAverageTenths(tenths).setCount(1).build(),
            id);
  }

  /** Asks the screen. */
  Page<Sync> ask(Caller who, String since) {
    return ask(who, since, Optional.empty());
  }

  /** Asks the screen as a version of an app. */
  Page<Sync> ask(Caller who, String since, Optional<ClientVersion> client) {
    VirtualTime time = new VirtualTime();
    try (RequestScope scope =
        RequestScope.open(
            Duration.ofSeconds(10),
            new CorrelationId("correlation-1"),
            who,
            Context.root(),
            time.ticker(),
            time)) {
      return screen
          .page(
              new PlanRunner(PlanListener.NONE),
              scope,
              SyncQuestion.of(who, client, Optional.of(since)))
          .join();
    }
  }

  private Channels channels(String service) {
    return new Channels() {
      private final SyncSource source = SyncSource.valueOf(service.toUpperCase(Locale.ROOT));

      @Override
      public String service() {
        return service;
      }

      @Override
      @SuppressWarnings("unchecked") // each method's own answer
      public <Q extends Message, A extends Message> CompletableFuture<A> send(
          MethodDescriptor<Q, A> method, Q request) {
        try {
          beforeCall.accept(source);
          return CompletableFuture.completedFuture(
              (A) answer(core(source), String.valueOf(method.getBareMethodName()), request));
        } catch (RuntimeException e) {
          return CompletableFuture.failedFuture(e);
        }
      }
    };
  }

  private static String subject() {
    RequestScope scope = RequestScope.current();
    if (scope == null) {
      throw new AssertionError("A call of nobody");
    }
    return scope.caller().subject() + " ";
  }

  private static Message answer(FakeCore core, String method, Message request) {
    return switch (method) {
      case "ListChanges" -> core.changes((ListChangesRequest) request, subject());
      case "ListMarks" -> marks(core, ((ListMarksRequest) request).getList());
      case "ListOrders" -> underWay(core, (ListOrdersRequest) request);
      case "BatchGetOrders" ->
          BatchGetOrdersResponse.newBuilder()
              .addAllOrders(
                  found(
                      core,
                      subject(),
                      ((BatchGetOrdersRequest) request).getOrderIdsList(),
                      Order.class))
              .build();
      case "ListCategories" ->
          ListCategoriesResponse.newBuilder()
              .addCategories(
                  Category.newBuilder()
                      .setPath("all")
                      .addNames("All")
                      .setProductCount(core.rows("").size()))
              .build();
      case "BatchGetProducts" ->
          BatchGetProductsResponse.newBuilder()
              .addAllProducts(
                  found(
                      core,
                      "",
                      ((BatchGetProductsRequest) request).getProductIdsList(),
                      Product.class))
              .build();
      case "BatchGetPrices" ->
          BatchGetPricesResponse.newBuilder()
              .addAllPrices(
                  found(
                      core, "", ((BatchGetPricesRequest) request).getProductIdsList(), Price.class))
              .build();
      case "BatchGetStock" ->
          BatchGetStockResponse.newBuilder()
              .addAllStock(
                  found(
                      core, "", ((BatchGetStockRequest) request).getProductIdsList(), Stock.class))
              .build();
      case "BatchGetRatings" ->
          BatchGetRatingsResponse.newBuilder()
              .addAllRatings(
                  found(
                      core,
                      "",
                      ((BatchGetRatingsRequest) request).getProductIdsList(),
                      Rating.class))
              .build();
      default -> throw new AssertionError(method);
    };
  }

  private static ListMarksResponse marks(FakeCore core, MarkList list) {
    String name = list == MarkList.MARK_LIST_FAVOURITES ? "favourites " : "recently_seen ";
    ListMarksResponse.Builder marks = ListMarksResponse.newBuilder();
    core.rows(subject() + name).values().forEach(mark -> marks.addMarks((ProductMark) mark));
    return marks.build();
  }

  private static ListOrdersResponse underWay(FakeCore core, ListOrdersRequest request) {
    if (!request.getUnderWay()) {
      throw new AssertionError(request);
    }
    ListOrdersResponse.Builder orders = ListOrdersResponse.newBuilder();
    core.rows(subject()).values().stream()
        .map(Order.class::cast)
        .filter(order -> OrderViews.isUnderWay(order.getStatus()))
        .forEach(orders::addOrders);
    return orders.build();
  }

  private static <M extends Message> List<M> found(
      FakeCore core, String prefix, List<String> ids, Class<M> type) {
    return ids.stream().flatMap(id -> core.row(prefix + id).stream()).map(type::cast).toList();
  }
}
