package harbor.recommendations;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Product;
import harbor.type.v1.Money;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Shows every product for five cents, unless a test says otherwise. */
final class FakeCatalog extends CatalogServiceGrpc.CatalogServiceImplBase {
  final Set<String> withdrawn = new HashSet<>();
  final Map<String, Long> prices = new HashMap<>();
  boolean isDown;

  @Override
  public void batchGetProducts(
      BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
    if (isDown) {
      observer.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    BatchGetProductsResponse.Builder response = BatchGetProductsResponse.newBuilder();
    for (String id : request.getProductIdsList()) {
      if (!withdrawn.contains(id)) {
        response.addProducts(
            Product.newBuilder()
                .setId(id)
                .setPrice(
                    Money.newBuilder().setMinor(prices.getOrDefault(id, 5L)).setCurrency("EUR")));
      }
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }
}
