package harbor.scripted;

import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * All core services, each a real gRPC server on a loopback port of its own, answering as a test
 * says and remembering what arrived. A call without a deadline is refused, and {@link #close} fails
 * when there was one. To be scripted by one thread; what arrives may be read by any.
 */
public final class ScriptedCores implements AutoCloseable {
  /** What stands in every failure's description and must never be seen by a client. */
  public static final String SECRET =
      "SQL: SELECT * FROM secrets; java.lang.IllegalStateException at harbor.core.Secret";

  private final Map<Core, ScriptedCore> cores = new EnumMap<>(Core.class);
  private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

  private ScriptedCores() {
    for (Core core : Core.values()) {
      cores.put(core, new ScriptedCore(core, arrivals));
    }
  }

  /** Starts all of them, selling an ordinary product. */
  public static ScriptedCores start() {
    ScriptedCores started = new ScriptedCores();
    started.sell(CoreProduct.ordinary());
    return started;
  }

  /** Where a core listens: {@code host:port}. */
  public String target(Core core) {
    return "localhost:" + of(core).port();
  }

  /** Scripts one method. */
  public void script(MethodDescriptor<?, ?> method, Script script) {
    of(method).script(method, script);
  }

  /** How a method answers now. */
  public Script scriptOf(MethodDescriptor<?, ?> method) {
    return of(method).scriptOf(method);
  }

  /** A core is gone: its connections are closed and new ones refused. */
  public void stop(Core core) {
    of(core).close();
  }

  /** A core hangs: its connections are closed, new ones taken, and never answered. */
  public void hang(Core core) {
    of(core).hang();
  }

  /** How many calls to a core have come and not ended. */
  public int inFlight(Core core) {
    return of(core).inFlight();
  }

  /** Fails when a call without a deadline was refused since the last look. */
  public void assertDeadlines() {
    cores.values().forEach(ScriptedCore::assertDeadlines);
  }

  /**
   * All are there and know this product, whatever id they are asked for; several at once are the
   * ordinary and the rich one, and every cart is {@link CoreCart#ordinary}.
   */
  public void sell(CoreProduct product) {
    cores.values().forEach(ScriptedCore::listen);
    script(
        CatalogServiceGrpc.getGetProductMethod(),
        Script.answer(GetProductResponse.newBuilder().setProduct(product.product()).build()));
    script(
        InventoryServiceGrpc.getGetStockMethod(),
        Script.answer(GetStockResponse.newBuilder().setStock(product.stock()).build()));
    script(
        PricingServiceGrpc.getGetPriceMethod(),
        Script.answer(GetPriceResponse.newBuilder().setPrice(product.price()).build()));
    script(
        ReviewsServiceGrpc.getGetRatingMethod(),
        Script.answer(GetRatingResponse.newBuilder().setRating(product.rating()).build()));
    script(
        ReviewsServiceGrpc.getListReviewsMethod(),
        Script.answer(
            ListReviewsResponse.newBuilder()
                .addAllReviews(product.reviews())
                .setRating(product.rating())
                .build()));
    script(
        RecommendationsServiceGrpc.getListRelatedProductsMethod(),
        Script.answer(
            ListRelatedProductsResponse.newBuilder()
                .addAllRecommendations(product.related())
                .build()));
    script(
        CatalogServiceGrpc.getBatchGetProductsMethod(),
        Script.answer(
            BatchGetProductsResponse.newBuilder()
                .addProducts(CoreProduct.ordinary().product())
                .addProducts(CoreProduct.rich().product())
                .build()));
    script(
        InventoryServiceGrpc.getBatchGetStockMethod(),
        Script.answer(
            BatchGetStockResponse.newBuilder()
                .addStock(CoreProduct.ordinary().stock())
                .addStock(CoreProduct.rich().stock())
                .build()));
    script(
        PricingServiceGrpc.getBatchGetPricesMethod(),
        Script.answer(
            BatchGetPricesResponse.newBuilder()
                .addPrices(CoreProduct.ordinary().price())
                .addPrices(CoreProduct.rich().price())
                .build()));
    CoreCart.answers().forEach((method, answer) -> script(method, Script.answer(answer)));
  }

  /**
   * What arrived since the last {@link #forget}, in that order; without streams of changes, which
   * belong to no request.
   */
  public List<Arrival> arrivals() {
    return arrivals.stream().filter(arrival -> !arrival.method().contains("/Watch")).toList();
  }

  /** Forgets what arrived. */
  public void forget() {
    arrivals.clear();
  }

  @Override
  public void close() {
    cores.values().forEach(ScriptedCore::close);
    assertDeadlines();
  }

  private ScriptedCore of(MethodDescriptor<?, ?> method) {
    for (Core core : Core.values()) {
      if (core.service().getName().equals(method.getServiceName())) {
        return of(core);
      }
    }
    throw new IllegalArgumentException("method: " + method.getFullMethodName());
  }

  private ScriptedCore of(Core core) {
    ScriptedCore scripted = cores.get(core);
    if (scripted == null) {
      throw new IllegalArgumentException("core: " + core);
    }
    return scripted;
  }
}
