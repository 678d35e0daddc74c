package harbor.bench.cache;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Product;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.ById;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Caller;
import harbor.kit.client.Direct;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Context;
import io.grpc.Deadline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** A cache of products as a BFF has it, full, and the context in which a plan's call asks it. */
final class CachedProducts implements AutoCloseable {
  static final int PRODUCTS = 300;

  private static final Duration HOUR = Duration.ofHours(1);

  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final ById<GetProductResponse> cache;

  /** Filled with {@link #PRODUCTS} that stay fresh for an hour. */
  CachedProducts(double beta, RandomGenerator random) {
    CachePolicy policy = CachePolicy.of("catalog.product").ttl(HOUR).beta(beta);
    cache =
        new Caches(
                "bench",
                true,
                Optional.empty(),
                new SimpleMeterRegistry(),
                System::currentTimeMillis,
                random)
            .of(
                policy,
                CatalogServiceGrpc.getGetProductMethod(),
                id -> GetProductRequest.newBuilder().setProductId(id).build(),
                new Direct<>(id -> CompletableFuture.completedFuture(product(id)), null));
    contextOfACall()
        .run(
            () -> {
              for (int i = 0; i < PRODUCTS; i++) {
                cache.get(id(i)).join();
              }
            });
  }

  ById<GetProductResponse> cache() {
    return cache;
  }

  static String id(int number) {
    return "product-" + number;
  }

  /** About as big as those of the shipped catalogue. */
  static GetProductResponse product(String id) {
    return GetProductResponse.newBuilder()
        .setProduct(
            Product.newBuilder()
                .setId(id)
                .setTitle("A lamp of brass with a shade of linen")
                .setDescription("It stands where it is put and gives light. ".repeat(30)))
        .build();
  }

  @Override
  public void close() {
    loop.shutdownNow();
  }

  /** A new one, as a call of a plan runs in it. */
  Context contextOfACall() {
    RequestScope scope =
        RequestScope.open(
            HOUR,
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            io.opentelemetry.context.Context.root(),
            Deadline.getSystemTicker(),
            loop);
    CompletableFuture<Context> seen = new CompletableFuture<>();
    OptionalCall<String, String> call =
        Call.<String, String>optional(
                "catalog.product",
                _ -> {
                  seen.complete(Context.current());
                  return new CompletableFuture<>();
                })
            .within(HOUR)
            .orElse("");
    var _ =
        new PlanRunner(PlanListener.NONE)
            .run(Plan.of("mobile.product", HOUR, call), scope, "", _ -> "page");
    return seen.join();
  }
}
