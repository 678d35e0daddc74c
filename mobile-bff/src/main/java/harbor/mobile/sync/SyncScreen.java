package harbor.mobile.sync;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.util.stream.Collectors.toCollection;

import harbor.catalog.v1.Category;
import harbor.catalog.v1.Product;
import harbor.clients.CatalogClient;
import harbor.clients.ChangesClient;
import harbor.clients.InventoryClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.ReviewsClient;
import harbor.clients.UsersClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Part;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanParts;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Service;
import harbor.mobile.v1.Sync;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.Rating;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import harbor.users.v1.MarkList;
import harbor.users.v1.ProductMark;
import io.grpc.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * {@code GET /mobile/v1/sync?since=...}: what changed of what the app keeps for times without
 * network.
 *
 * <p>Four steps, for what is there must be read after what changed: what became of the person's own
 * things; what those are now; what changed of the products in them, and whether the lists changed
 * while they were read; and the products that changed. All past caches and layers, which may be
 * older than the change.
 */
public final class SyncScreen implements Screen<SyncQuestion, Sync> {
  private static final Duration CHANGES = ofMillis(300);
  private static final Duration OWN = ofMillis(200);
  private static final Duration PRODUCTS = ofMillis(300);
  private static final Duration BUDGET = ofMillis(1_200);
  private static final Duration REQUEST = ofMillis(1_500);

  /** Orders that are told, and read, at once. */
  private static final int MAX_ORDERS = 100;

  private static final ListOrdersRequest ORDERS_UNDER_WAY =
      ListOrdersRequest.newBuilder().setUnderWay(true).setPageSize(MAX_ORDERS).build();

  /** Orders and products in one message: as many as services read at once. */
  private static final int MAX_ENTRIES = 100;

  private static final int MAX_SINCE = 16_000;

  private static final String EXPIRED = "RESUME_TOKEN_EXPIRED";

  private final CriticalCall<SyncQuestion, ListChangesResponse> usersTold;
  private final CriticalCall<SyncQuestion, ListChangesResponse> ordersTold;
  private final CriticalCall<Asked, List<ProductMark>> favourites;
  private final CriticalCall<Asked, List<ProductMark>> seen;
  private final CriticalCall<Asked, ListOrdersResponse> underWay;
  private final CriticalCall<Asked, List<Order>> changedOrders;
  private final CriticalCall<Asked, List<Category>> categories;
  private final CriticalCall<Compared, ListChangesResponse> usersToldLater;
  private final CriticalCall<Compared, ListChangesResponse> catalogTold;
  private final OptionalCall<Compared, ListChangesResponse> pricingTold;
  private final OptionalCall<Compared, ListChangesResponse> inventoryTold;
  private final OptionalCall<Compared, ListChangesResponse> reviewsTold;
  private final CriticalCall<Collection<String>, Map<String, Product>> cards;
  private final OptionalCall<Collection<String>, Map<String, Price>> prices;
  private final OptionalCall<Collection<String>, Map<String, Stock>> stock;
  private final OptionalCall<Collection<String>, Map<String, Rating>> ratings;
  private final int maxEntries;
  private final SyncViews views;
  private final Screen<SyncQuestion, Sync> planned;

  /** What was asked, and which of the person's orders changed. */
  private record Asked(SyncQuestion question, Set<String> orders) {}

  /** What belongs on the app, and up to where the users service told of its lists. */
  private record Compared(SyncSet set, String usersPlace) {}

  /** Clients of core services. */
  @FunctionalInterface
  interface Clients {
    /** One whose answers are never older than the question. */
    <C> C of(Service<C> service);
  }

  /**
   * A screen.
   *
   * @param maxEntries orders and products that one message has at most
   */
  SyncScreen(Clients clients, MediaUrls media, int maxEntries) {
    this.maxEntries = maxEntries;
    views = new SyncViews(media);
    usersTold =
        critical(
                "users.changes",
                clients
                    .of(ChangesClient.of(UsersClient.SERVICE))
                    .list
                    .<SyncQuestion>with(asked -> own(asked, SyncSource.USERS)))
            .within(CHANGES);
    ordersTold =
        critical(
                "orders.changes",
                clients
                    .of(ChangesClient.of(OrdersClient.SERVICE))
                    .list
                    .<SyncQuestion>with(asked -> own(asked, SyncSource.ORDERS)))
            .within(CHANGES);

    UsersClient users = clients.of(UsersClient.SERVICE);
    OrdersClient orders = clients.of(OrdersClient.SERVICE);
    CatalogClient catalog = clients.of(CatalogClient.SERVICE);
    favourites =
        critical("users.favourites", users.marks.<Asked>with(_ -> MarkList.MARK_LIST_FAVOURITES))
            .within(OWN);
    seen =
        critical(
                "users.recently_seen",
                users.marks.<Asked>with(_ -> MarkList.MARK_LIST_RECENTLY_SEEN))
            .within(OWN);
    underWay =
        critical("orders.under_way", orders.own.<Asked>with(_ -> ORDERS_UNDER_WAY)).within(OWN);
    changedOrders =
        critical("orders.changed", orders.several.<Asked>with(Asked::orders)).within(OWN);
    categories =
        critical("catalog.categories", catalog.categories.<Asked>with(_ -> "")).within(OWN);

    usersToldLater =
        critical(
                "users.later_changes",
                clients
                    .of(ChangesClient.of(UsersClient.SERVICE))
                    .list
                    .<Compared>with(
                        compared -> SyncViews.changes(compared.usersPlace(), List.of())))
            .within(CHANGES);
    catalogTold =
        critical(
                "catalog.changes",
                clients
                    .of(ChangesClient.of(CatalogClient.SERVICE))
                    .list
                    .<Compared>with(compared -> products(compared.set(), SyncSource.CATALOG)))
            .within(CHANGES);
    pricingTold = told(clients, PricingClient.SERVICE, SyncSource.PRICING);
    inventoryTold = told(clients, InventoryClient.SERVICE, SyncSource.INVENTORY);
    reviewsTold = told(clients, ReviewsClient.SERVICE, SyncSource.REVIEWS);

    cards = critical("catalog.cards", catalog.card.all()).within(PRODUCTS);
    prices =
        optional("pricing.prices", clients.of(PricingClient.SERVICE).price.all())
            .within(PRODUCTS)
            .orElse(Map.of());
    stock =
        optional("inventory.stock", clients.of(InventoryClient.SERVICE).stock.all())
            .within(PRODUCTS)
            .orElse(Map.of());
    ratings =
        optional("reviews.ratings", clients.of(ReviewsClient.SERVICE).rating.all())
            .within(PRODUCTS)
            .orElse(Map.of());

    var read = Plan.of("mobile.sync.products", PRODUCTS, cards, prices, stock, ratings);
    var changed =
        Plan.of(
                "mobile.sync.changes",
                BUDGET,
                usersToldLater,
                catalogTold,
                pricingTold,
                inventoryTold,
                reviewsTold)
            .then(
                (compared, parts) -> page(compared.set(), parts).ids(SyncKey.Kind.PRODUCT, false),
                read);
    var own =
        Plan.of("mobile.sync.own", BUDGET, favourites, seen, underWay, changedOrders, categories)
            .then((asked, parts) -> compared(asked.question(), parts), changed);
    planned =
        Plan.of("mobile.sync", BUDGET, usersTold, ordersTold)
            .then(this::asked, own)
            .shows(this::view);
  }

  private static OptionalCall<Compared, ListChangesResponse> told(
      Clients clients, Service<?> service, SyncSource source) {
    return optional(
            service.name() + ".changes",
            clients
                .of(ChangesClient.of(service))
                .list
                .<Compared>with(compared -> products(compared.set(), source)))
        .within(CHANGES)
        .orElse(ListChangesResponse.getDefaultInstance());
  }

  /** Adds the route. */
  public static void add(Routes to, Kit kit, MediaUrls media) {
    to.get(
            "/mobile/v1/sync",
            request ->
                SyncQuestion.of(
                    request.caller(), request.client(), request.text("since", MAX_SINCE)),
            new SyncScreen(kit::direct, media, MAX_ENTRIES))
        .signedIn()
        .alone()
        .within(REQUEST)
        .priority(Priority.DEFERRABLE);
  }

  @Override
  public List<Plan<?>> plans() {
    return planned.plans();
  }

  @Override
  public Class<Sync> view() {
    return Sync.class;
  }

  @Override
  public CompletableFuture<Page<Sync>> page(
      PlanRunner runner, RequestScope scope, SyncQuestion question) {
    if (question.token().isEmpty()) {
      return CompletableFuture.completedFuture(expired());
    }
    return planned
        .page(runner, scope, question)
        .thenApply(
            page ->
                page instanceof Page.Ready<Sync>(Sync view, _, _) && view.getToken().isEmpty()
                    ? expired()
                    : page);
  }

  /** The answer to a token that says nothing here. */
  private static Page<Sync> expired() {
    return new Page.Failed<>("users.changes", Miss.of(Status.Code.FAILED_PRECONDITION, EXPIRED));
  }

  private static ListChangesRequest own(SyncQuestion question, SyncSource source) {
    return SyncViews.changes(question.known().from().at(source), List.of());
  }

  private static ListChangesRequest products(SyncSet set, SyncSource source) {
    return SyncViews.changes(set.token().from().at(source), set.products());
  }

  private Asked asked(SyncQuestion question, PlanParts parts) {
    return new Asked(
        question,
        ordersTold(parts).stream().limit(MAX_ORDERS).collect(toCollection(LinkedHashSet::new)));
  }

  private Set<String> ordersTold(PlanParts parts) {
    return new LinkedHashSet<>(SyncViews.told(parts.of(ordersTold)).own());
  }

  private Compared compared(SyncQuestion question, PlanParts parts) {
    return new Compared(set(question, parts), SyncViews.told(parts.of(usersTold)).token());
  }

  private SyncSet set(SyncQuestion question, PlanParts parts) {
    return new SyncSet(
        question.known(),
        SyncViews.told(parts.of(usersTold)),
        ordersTold(parts),
        SyncViews.stated(
            parts.of(favourites),
            parts.of(seen),
            parts.of(underWay).getOrdersList(),
            parts.of(changedOrders)));
  }

  private SyncPage page(SyncSet set, PlanParts parts) {
    Map<SyncSource, Told> told = new EnumMap<>(SyncSource.class);
    told.put(SyncSource.USERS, SyncViews.told(parts.of(usersTold)));
    told.put(SyncSource.ORDERS, SyncViews.told(parts.of(ordersTold)));
    told.put(SyncSource.CATALOG, SyncViews.told(parts.of(catalogTold)));
    told.put(SyncSource.PRICING, SyncViews.told(parts.of(pricingTold).value()));
    told.put(SyncSource.INVENTORY, SyncViews.told(parts.of(inventoryTold).value()));
    told.put(SyncSource.REVIEWS, SyncViews.told(parts.of(reviewsTold).value()));
    return new SyncPage(set, told, SyncViews.told(parts.of(usersToldLater)), maxEntries);
  }

  /** Without a token where one that came is none that can be gone on from. */
  private Sync view(SyncQuestion question, PlanParts parts) {
    boolean isExpired =
        Stream.of(pricingTold, inventoryTold, reviewsTold)
            .anyMatch(
                call ->
                    parts.of(call) instanceof Part.Fallback<ListChangesResponse>(_, Miss miss)
                        && miss.reason().equals(EXPIRED));
    if (isExpired || ordersTold(parts).size() > MAX_ORDERS) {
      return Sync.getDefaultInstance();
    }
    return views.view(
        question,
        page(set(question, parts), parts),
        new SyncViews.Stated(
            parts.of(favourites),
            parts.of(seen),
            parts.of(underWay).getOrdersList(),
            parts.of(categories)),
        new SyncViews.Read(
            parts.of(cards),
            read(parts.of(prices)),
            read(parts.of(stock)),
            read(parts.of(ratings))));
  }

  /** Empty when nobody could say. */
  private static <T> Optional<Map<String, T>> read(Part<Map<String, T>> part) {
    return part instanceof Part.Fallback<Map<String, T>>(_, Miss miss) && miss.isFailure()
        ? Optional.empty()
        : Optional.of(part.value());
  }
}
