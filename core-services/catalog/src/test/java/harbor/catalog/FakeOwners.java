package harbor.catalog;

import harbor.inventory.v1.BatchGetStockRequest;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.inventory.v1.WatchStockRequest;
import harbor.inventory.v1.WatchStockResponse;
import harbor.kit.service.row.Timestamps;
import harbor.pricing.v1.BatchGetPricesRequest;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.Sale;
import harbor.pricing.v1.WatchPricesRequest;
import harbor.pricing.v1.WatchPricesResponse;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.WatchRatingsRequest;
import harbor.reviews.v1.WatchRatingsResponse;
import harbor.type.v1.Changes;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

/** Those whose prices, stock and ratings are copied, on one port; they tell what changes. */
final class FakeOwners implements AutoCloseable {
  private static final long HEARTBEAT_MILLIS = 50;

  final Map<String, Price> prices = new ConcurrentHashMap<>();
  final Map<String, Stock> stock = new ConcurrentHashMap<>();
  final Map<String, Rating> ratings = new ConcurrentHashMap<>();

  private final ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();
  private final Feed<WatchPricesResponse> priceFeed =
      new Feed<>(told -> WatchPricesResponse.newBuilder().setChanges(told).build());
  private final Feed<WatchStockResponse> stockFeed =
      new Feed<>(told -> WatchStockResponse.newBuilder().setChanges(told).build());
  private final Feed<WatchRatingsResponse> ratingFeed =
      new Feed<>(told -> WatchRatingsResponse.newBuilder().setChanges(told).build());
  private final Server server;

  FakeOwners() {
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .addService(new Pricing())
              .addService(new Inventory())
              .addService(new Reviews())
              .build()
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var _ =
        heartbeat.scheduleAtFixedRate(
            () -> feeds().forEach(feed -> feed.tell(List.of())),
            HEARTBEAT_MILLIS,
            HEARTBEAT_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Where all of them are. */
  String target() {
    return "127.0.0.1:" + server.getPort();
  }

  /** A product costs so much from now on, and says so unless that is forgotten. */
  void price(String id, long list, long current) {
    prices.put(
        id,
        Price.newBuilder()
            .setProductId(id)
            .setList(ProductRows.money(list))
            .setCurrent(ProductRows.money(current))
            .build());
    priceFeed.tell(List.of(id));
  }

  /** Tells of products in one message that their prices may have changed. */
  void tellPrices(String... ids) {
    priceFeed.tell(List.of(ids));
  }

  /** A product goes on sale at a moment, and says so now. */
  void saleFrom(String id, long list, long sale, String start) {
    prices.put(
        id,
        Price.newBuilder()
            .setProductId(id)
            .setList(ProductRows.money(list))
            .setCurrent(ProductRows.money(list))
            .setSale(
                Sale.newBuilder()
                    .setPrice(ProductRows.money(sale))
                    .setStartsAt(Timestamps.of(Instant.parse(start))))
            .build());
    priceFeed.tell(List.of(id));
  }

  /** A product is on sale until a moment, and says so now. */
  void saleUntil(String id, long list, long sale, String end) {
    prices.put(
        id,
        Price.newBuilder()
            .setProductId(id)
            .setList(ProductRows.money(list))
            .setCurrent(ProductRows.money(sale))
            .setSale(
                Sale.newBuilder()
                    .setPrice(ProductRows.money(sale))
                    .setEndsAt(Timestamps.of(Instant.parse(end))))
            .build());
    priceFeed.tell(List.of(id));
  }

  void stock(String id, StockStatus status) {
    stock.put(id, Stock.newBuilder().setProductId(id).setStatus(status).build());
    stockFeed.tell(List.of(id));
  }

  void rating(String id, int tenths, int count) {
    ratings.put(
        id, Rating.newBuilder().setProductId(id).setAverageTenths(tenths).setCount(count).build());
    ratingFeed.tell(List.of(id));
  }

  /** What was told is not kept: who was not there has to compare everything. */
  void forgetChanges() {
    feeds().forEach(Feed::forget);
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
    server.shutdownNow();
  }

  private Stream<Feed<?>> feeds() {
    return Stream.of(priceFeed, stockFeed, ratingFeed);
  }

  private static <T> List<T> known(Map<String, T> all, List<String> ids) {
    return ids.stream().map(all::get).filter(Objects::nonNull).toList();
  }

  /** The changes of one owner; a token is how many there were. */
  private static final class Feed<A> {
    private final Function<Changes, A> view;
    private final List<String> told = new ArrayList<>();
    private final List<StreamObserver<A>> watchers = new ArrayList<>();
    private int forgotten;

    Feed(Function<Changes, A> view) {
      this.view = view;
    }

    synchronized void watch(String token, StreamObserver<A> watcher) {
      int from = token.isEmpty() ? told.size() : Integer.parseInt(token);
      boolean isReset = !token.isEmpty() && from < forgotten;
      watcher.onNext(
          view.apply(
              Changes.newBuilder()
                  .setResumeToken(Integer.toString(told.size()))
                  .setReset(isReset)
                  .addAllIds(isReset ? List.of() : told.subList(from, told.size()))
                  .build()));
      watchers.add(watcher);
    }

    synchronized void tell(List<String> ids) {
      told.addAll(ids);
      Changes changes =
          Changes.newBuilder().setResumeToken(Integer.toString(told.size())).addAllIds(ids).build();
      watchers.removeIf(
          watcher -> {
            try {
              watcher.onNext(view.apply(changes));
              return false;
            } catch (RuntimeException _) {
              // It has left.
              return true;
            }
          });
    }

    synchronized void forget() {
      forgotten = told.size();
    }
  }

  private final class Pricing extends PricingServiceGrpc.PricingServiceImplBase {
    @Override
    public void batchGetPrices(
        BatchGetPricesRequest request, StreamObserver<BatchGetPricesResponse> observer) {
      observer.onNext(
          BatchGetPricesResponse.newBuilder()
              .addAllPrices(known(prices, request.getProductIdsList()))
              .build());
      observer.onCompleted();
    }

    @Override
    public void watchPrices(
        WatchPricesRequest request, StreamObserver<WatchPricesResponse> observer) {
      priceFeed.watch(request.getResumeToken(), observer);
    }
  }

  private final class Inventory extends InventoryServiceGrpc.InventoryServiceImplBase {
    @Override
    public void batchGetStock(
        BatchGetStockRequest request, StreamObserver<BatchGetStockResponse> observer) {
      observer.onNext(
          BatchGetStockResponse.newBuilder()
              .addAllStock(known(stock, request.getProductIdsList()))
              .build());
      observer.onCompleted();
    }

    @Override
    public void watchStock(WatchStockRequest request, StreamObserver<WatchStockResponse> observer) {
      stockFeed.watch(request.getResumeToken(), observer);
    }
  }

  private final class Reviews extends ReviewsServiceGrpc.ReviewsServiceImplBase {
    @Override
    public void batchGetRatings(
        BatchGetRatingsRequest request, StreamObserver<BatchGetRatingsResponse> observer) {
      observer.onNext(
          BatchGetRatingsResponse.newBuilder()
              .addAllRatings(known(ratings, request.getProductIdsList()))
              .build());
      observer.onCompleted();
    }

    @Override
    public void watchRatings(
        WatchRatingsRequest request, StreamObserver<WatchRatingsResponse> observer) {
      ratingFeed.watch(request.getResumeToken(), observer);
    }
  }
}
