package harbor.bench.peer.armeria;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.linecorp.armeria.client.grpc.GrpcClients;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceFutureStub;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceFutureStub;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceFutureStub;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceFutureStub;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceFutureStub;
import harbor.shipping.v1.GetDeliveryRequest;
import harbor.shipping.v1.GetDeliveryResponse;
import harbor.shipping.v1.ProductDelivery;
import harbor.shipping.v1.ShippingServiceGrpc.ShippingServiceFutureStub;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/** The core services over Armeria's gRPC client, with the deadlines of one page. */
final class Cores {
  static final Deadlines PHONE = new Deadlines(Duration.ofMillis(150), Duration.ofMillis(80));
  static final Deadlines BROWSER = new Deadlines(Duration.ofMillis(200), Duration.ofMillis(150));

  private final CatalogServiceFutureStub catalog;
  private final InventoryServiceFutureStub inventory;
  private final PricingServiceFutureStub pricing;
  private final ReviewsServiceFutureStub reviews;
  private final RecommendationsServiceFutureStub recommendations;
  private final ShippingServiceFutureStub shipping;

  record Deadlines(Duration catalog, Duration others) {}

  Cores(UnaryOperator<String> targets, Deadlines within) {
    catalog = client(targets.apply("CATALOG"), within.catalog(), CatalogServiceFutureStub.class);
    inventory =
        client(targets.apply("INVENTORY"), within.others(), InventoryServiceFutureStub.class);
    pricing = client(targets.apply("PRICING"), within.others(), PricingServiceFutureStub.class);
    reviews = client(targets.apply("REVIEWS"), within.others(), ReviewsServiceFutureStub.class);
    recommendations =
        client(
            targets.apply("RECOMMENDATIONS"),
            within.others(),
            RecommendationsServiceFutureStub.class);
    shipping = client(targets.apply("SHIPPING"), within.others(), ShippingServiceFutureStub.class);
  }

  private static <S> S client(String target, Duration deadline, Class<S> stub) {
    return GrpcClients.builder("gproto+http://" + target + "/")
        .responseTimeout(deadline)
        .build(stub);
  }

  CompletableFuture<Product> product(String id, ProductView view) {
    return future(
            catalog.getProduct(
                GetProductRequest.newBuilder().setProductId(id).setView(view).build()))
        .thenApply(response -> response.getProduct());
  }

  CompletableFuture<Stock> stock(String id, boolean places) {
    return future(
            inventory.getStock(
                GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build()))
        .thenApply(response -> response.getStock());
  }

  CompletableFuture<Price> price(String id) {
    return future(pricing.getPrice(GetPriceRequest.newBuilder().setProductId(id).build()))
        .thenApply(response -> response.getPrice());
  }

  CompletableFuture<Rating> rating(String id) {
    return future(reviews.getRating(GetRatingRequest.newBuilder().setProductId(id).build()))
        .thenApply(GetRatingResponse::getRating);
  }

  CompletableFuture<ListReviewsResponse> newest(String id) {
    return future(
        reviews.listReviews(
            ListReviewsRequest.newBuilder().setProductId(id).setPageSize(20).build()));
  }

  CompletableFuture<List<Recommendation>> related(String id) {
    return future(
            recommendations.listRelatedProducts(
                ListRelatedProductsRequest.newBuilder().setProductId(id).setPageSize(10).build()))
        .thenApply(response -> response.getRecommendationsList());
  }

  CompletableFuture<ProductDelivery> delivery(String id) {
    return future(shipping.getDelivery(GetDeliveryRequest.newBuilder().setProductId(id).build()))
        .thenApply(GetDeliveryResponse::getDelivery);
  }

  private static <T> CompletableFuture<T> future(ListenableFuture<T> from) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Futures.addCallback(
        from,
        new FutureCallback<T>() {
          @Override
          public void onSuccess(T result) {
            future.complete(result);
          }

          @Override
          public void onFailure(Throwable failure) {
            future.completeExceptionally(failure);
          }
        },
        MoreExecutors.directExecutor());
    return future;
  }
}
