package harbor.bench.peer.spring;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceFutureStub;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceFutureStub;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.Price;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceFutureStub;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.ListRelatedProductsResponse;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The core services as publishers; every call has a deadline in milliseconds. */
@Component
class Cores {
  private final CatalogServiceFutureStub catalog;
  private final InventoryServiceFutureStub inventory;
  private final PricingServiceFutureStub pricing;
  private final ReviewsServiceFutureStub reviews;
  private final RecommendationsServiceFutureStub recommendations;
  private final ShippingServiceFutureStub shipping;

  Cores(
      CatalogServiceFutureStub catalog,
      InventoryServiceFutureStub inventory,
      PricingServiceFutureStub pricing,
      ReviewsServiceFutureStub reviews,
      RecommendationsServiceFutureStub recommendations,
      ShippingServiceFutureStub shipping) {
    this.catalog = catalog;
    this.inventory = inventory;
    this.pricing = pricing;
    this.reviews = reviews;
    this.recommendations = recommendations;
    this.shipping = shipping;
  }

  Mono<Product> product(String id, ProductView view, long deadline) {
    GetProductRequest request =
        GetProductRequest.newBuilder().setProductId(id).setView(view).build();
    return mono(() ->
            catalog.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).getProduct(request))
        .map(GetProductResponse::getProduct);
  }

  Mono<Stock> stock(String id, boolean places, long deadline) {
    GetStockRequest request =
        GetStockRequest.newBuilder().setProductId(id).setIncludePlaces(places).build();
    return mono(() ->
            inventory.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).getStock(request))
        .map(GetStockResponse::getStock);
  }

  Mono<Price> price(String id, long deadline) {
    GetPriceRequest request = GetPriceRequest.newBuilder().setProductId(id).build();
    return mono(() -> pricing.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).getPrice(request))
        .map(GetPriceResponse::getPrice);
  }

  Mono<Rating> rating(String id, long deadline) {
    GetRatingRequest request = GetRatingRequest.newBuilder().setProductId(id).build();
    return mono(() -> reviews.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).getRating(request))
        .map(GetRatingResponse::getRating);
  }

  Mono<ListReviewsResponse> newest(String id, long deadline) {
    ListReviewsRequest request =
        ListReviewsRequest.newBuilder().setProductId(id).setPageSize(20).build();
    return mono(
        () -> reviews.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).listReviews(request));
  }

  Mono<List<Recommendation>> related(String id, long deadline) {
    ListRelatedProductsRequest request =
        ListRelatedProductsRequest.newBuilder().setProductId(id).setPageSize(10).build();
    return mono(() ->
            recommendations
                .withDeadlineAfter(deadline, TimeUnit.MILLISECONDS)
                .listRelatedProducts(request))
        .map(ListRelatedProductsResponse::getRecommendationsList);
  }

  Mono<ProductDelivery> delivery(String id, long deadline) {
    GetDeliveryRequest request = GetDeliveryRequest.newBuilder().setProductId(id).build();
    return mono(() ->
            shipping.withDeadlineAfter(deadline, TimeUnit.MILLISECONDS).getDelivery(request))
        .map(GetDeliveryResponse::getDelivery);
  }

  private static <T> Mono<T> mono(Supplier<ListenableFuture<T>> call) {
    return Mono.create(
        sink -> {
          ListenableFuture<T> future = call.get();
          sink.onCancel(() -> future.cancel(true));
          Futures.addCallback(
              future,
              new FutureCallback<T>() {
                @Override
                public void onSuccess(T result) {
                  sink.success(result);
                }

                @Override
                public void onFailure(Throwable failure) {
                  sink.error(failure);
                }
              },
              MoreExecutors.directExecutor());
        });
  }
}
