package harbor.importer.client;

import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.clients.UsersClient;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.StockData;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.Stock;
import harbor.kit.client.PlainChannels;
import harbor.kit.client.Service;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.Parts;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.Order;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.Review;
import harbor.users.v1.ImportUsersRequest;
import harbor.users.v1.ImportedUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The core services that an import writes to: a batch to one call. Closing it closes their
 * channels. Every method throws {@link harbor.importer.progress.ImportEnded} when a service cannot
 * do it.
 */
public final class CoreClients implements AutoCloseable {
  /** What the contracts give a read of a batch, a list, and a rebuild. */
  private static final Duration READ = Duration.ofSeconds(5);

  private static final Duration STORE = Duration.ofSeconds(30);
  private static final int MAX_PAGE = 500;
  private static final Duration LIST = Duration.ofSeconds(10);
  private static final Duration REBUILD = Duration.ofMinutes(2);

  private final Parts open = new Parts();
  private final Calls<CatalogClient> catalog;
  private final Calls<InventoryClient> inventory;
  private final Calls<PricingClient> pricing;
  private final Calls<ReviewsClient> reviews;
  private final Calls<RecommendationsClient> recommendations;
  private final Calls<OrdersClient> orders;
  private final Calls<UsersClient> users;

  CoreClients(Function<Service<?>, PlainChannels> channels, Calls.Pause pause) {
    try {
      catalog = calls(CatalogClient.SERVICE, channels, pause);
      inventory = calls(InventoryClient.SERVICE, channels, pause);
      pricing = calls(PricingClient.SERVICE, channels, pause);
      reviews = calls(ReviewsClient.SERVICE, channels, pause);
      recommendations = calls(RecommendationsClient.SERVICE, channels, pause);
      orders = calls(OrdersClient.SERVICE, channels, pause);
      users = calls(UsersClient.SERVICE, channels, pause);
    } catch (IllegalArgumentException e) {
      open.close();
      throw e;
    }
  }

  /**
   * Opens a channel to each.
   *
   * @param targets where they are, {@code host:port}
   * @param transport what the connections are
   * @param tokens sign the calls; absent: they bring none
   * @throws IllegalArgumentException when a target is none
   */
  public static CoreClients open(
      Function<Service<?>, String> targets,
      TransportSecurity transport,
      Optional<ServiceTokens> tokens) {
    return new CoreClients(
        service -> PlainChannels.open(service.name(), targets.apply(service), transport, tokens),
        Calls.Pause.sleeping());
  }

  private <C> Calls<C> calls(
      Service<C> service, Function<Service<?>, PlainChannels> channels, Calls.Pause pause) {
    return new Calls<>(service, open.add(service.name(), channels.apply(service)), pause);
  }

  /**
   * Stores products; they are shown from then on.
   *
   * @param source whose list of products they are in; empty for none
   */
  public BatchResult products(List<ProductData> products, String source) {
    return catalog.store(
        catalog.client.importProducts,
        ImportProductsRequest.newBuilder()
            .addAllProducts(
                products.stream().map(product -> Messages.product(product, source)).toList())
            .build());
  }

  /** Withdraws at most 1,000 products; how many were for sale before. */
  public int withdraw(List<String> ids) {
    return catalog.ask(
        catalog.client.withdrawProducts,
        WithdrawProductsRequest.newBuilder().addAllProductIds(ids).build(),
        STORE);
  }

  /** Calls with the id of each product of a source that is not withdrawn. */
  public void productsOf(String source, Consumer<String> each) {
    ListProductsRequest.Builder request =
        ListProductsRequest.newBuilder()
            .setSource(source)
            .setPageSize(MAX_PAGE)
            .setView(ProductView.PRODUCT_VIEW_CARD);
    do {
      ListProductsResponse page = catalog.ask(catalog.client.page, request.build(), LIST);
      page.getProductsList().forEach(product -> each.accept(product.getId()));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
  }

  /**
   * Some products in order of id, with everything.
   *
   * @param nextToken of the next page; empty on the last one
   */
  public record ProductPage(List<Product> products, String nextToken) {
    public ProductPage {
      products = List.copyOf(products);
    }
  }

  /** A page of all products; the first one has an empty token. */
  public ProductPage products(String token, int max) {
    ListProductsResponse page =
        catalog.ask(
            catalog.client.page,
            ListProductsRequest.newBuilder()
                .setPageSize(max)
                .setPageToken(token)
                .setView(ProductView.PRODUCT_VIEW_FULL)
                .build(),
            LIST);
    return new ProductPage(page.getProductsList(), page.getNextPageToken());
  }

  /** What products cost. */
  public Map<String, Price> pricesOf(List<String> ids) {
    return pricing.ask(pricing.client.price.all(), ids, READ);
  }

  /** Whether products can be had. */
  public Map<String, Stock> stockOf(List<String> ids) {
    return inventory.ask(inventory.client.stock.all(), ids, READ);
  }

  /** Stores what the products cost, and while they are on sale. */
  public BatchResult prices(List<ProductData> products) {
    return pricing.store(
        pricing.client.importPrices,
        ImportPricesRequest.newBuilder()
            .addAllRows(products.stream().map(Messages::price).toList())
            .build());
  }

  /** Stores what recommendations need of products. */
  public BatchResult profiles(List<ProductData> products) {
    return recommendations.store(
        recommendations.client.importProfiles,
        ImportProfilesRequest.newBuilder()
            .addAllProfiles(products.stream().map(Messages::profile).toList())
            .build());
  }

  /** Stores the stock of products, at places that are known. */
  public BatchResult stock(List<StockData> rows) {
    return inventory.store(
        inventory.client.importStock,
        ImportStockRequest.newBuilder()
            .addAllRows(rows.stream().map(Messages::stock).toList())
            .build());
  }

  /** Stores places. */
  public BatchResult places(List<Place> places) {
    return inventory.store(
        inventory.client.importPlaces,
        ImportPlacesRequest.newBuilder().addAllPlaces(places).build());
  }

  /** Stores reviews; imported ones count as approved. */
  public BatchResult reviews(List<Review> written) {
    return reviews.store(
        reviews.client.importReviews,
        ImportReviewsRequest.newBuilder().addAllReviews(written).build());
  }

  /** Stores lines of past orders; {@link #rebuild} makes them count. */
  public BatchResult orderLines(List<OrderLine> lines) {
    return recommendations.store(
        recommendations.client.importOrderLines,
        ImportOrderLinesRequest.newBuilder().addAllLines(lines).build());
  }

  /** Makes the stored order lines count. */
  public RebuildNeighboursResponse rebuild() {
    return recommendations.ask(
        recommendations.client.rebuildNeighbours,
        RebuildNeighboursRequest.getDefaultInstance(),
        REBUILD);
  }

  /** Stores orders of the past, of a user or, empty, of nobody; those that are there stay. */
  public BatchResult orders(List<Order> placed, String subject) {
    return orders.store(
        orders.client.importOrders,
        ImportOrdersRequest.newBuilder().addAllOrders(placed).setSubject(subject).build());
  }

  /** Stores users; what they edited stays. */
  public BatchResult users(List<ImportedUser> known) {
    return users.store(
        users.client.importUsers, ImportUsersRequest.newBuilder().addAllUsers(known).build());
  }

  /** Those of the products that the catalogue shows. */
  public Map<String, Product> shown(List<String> ids) {
    return catalog.ask(catalog.client.product.all(), ids, READ);
  }

  /** Ids of the first products in their order, so many at most. */
  public List<String> firstProducts(int max) {
    return catalog.ask(catalog.client.first, max, LIST).stream().map(Product::getId).toList();
  }

  @Override
  public void close() {
    open.close();
  }
}
