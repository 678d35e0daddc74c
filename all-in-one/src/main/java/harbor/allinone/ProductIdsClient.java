package harbor.allinone;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import io.grpc.Channel;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks the catalogue which products there are. */
final class ProductIdsClient {
  private final Channel catalog;

  ProductIdsClient(Channel catalog) {
    this.catalog = catalog;
  }

  /** The first ids in order, at most so many. */
  List<String> first(int most) {
    ListProductsRequest request =
        ListProductsRequest.newBuilder()
            .setPageSize(most)
            .setView(ProductView.PRODUCT_VIEW_CARD)
            .build();
    return CatalogServiceGrpc.newBlockingStub(catalog)
        .withDeadlineAfter(10, TimeUnit.SECONDS)
        .withWaitForReady()
        .listProducts(request)
        .getProductsList()
        .stream()
        .map(Product::getId)
        .toList();
  }
}
