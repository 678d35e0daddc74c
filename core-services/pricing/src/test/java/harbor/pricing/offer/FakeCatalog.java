package harbor.pricing.offer;

import static harbor.kit.service.call.Answer.answer;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Product;
import harbor.kit.service.call.Failure;
import harbor.type.v1.Money;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A catalogue that sells every product, but for those that a test withdraws. */
final class FakeCatalog extends CatalogServiceGrpc.CatalogServiceImplBase {
  private final Set<String> withdrawn = ConcurrentHashMap.newKeySet();
  private volatile State state = State.UP;

  /** How it answers. */
  enum State {
    /** At once. */
    UP,
    /** With a failure. */
    DOWN,
    /** Never. */
    SILENT
  }

  /** From now on it does not sell that. */
  void withdraw(String product) {
    withdrawn.add(product);
  }

  /** From now on it sells everything. */
  void sellAll() {
    withdrawn.clear();
  }

  /** From now on it answers so. */
  void is(State other) {
    state = other;
  }

  @Override
  public void batchGetProducts(
      BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
    switch (state) {
      case UP -> answer(observer, () -> sold(request));
      case DOWN ->
          answer(
              observer,
              () -> {
                throw Failure.databaseUnavailable();
              });
      case SILENT -> {}
    }
  }

  private BatchGetProductsResponse sold(BatchGetProductsRequest request) {
    BatchGetProductsResponse.Builder response = BatchGetProductsResponse.newBuilder();
    request.getProductIdsList().stream()
        .filter(id -> !withdrawn.contains(id))
        .forEach(
            id ->
                response.addProducts(
                    Product.newBuilder()
                        .setId(id)
                        .setPrice(Money.newBuilder().setMinor(1).setCurrency("EUR"))));
    return response.build();
  }
}
