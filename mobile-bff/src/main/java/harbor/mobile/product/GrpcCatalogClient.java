package harbor.mobile.product;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.kit.bff.resilience.UnaryChannel;
import java.util.concurrent.CompletableFuture;

/** The catalogue over gRPC. */
public final class GrpcCatalogClient implements CatalogClient {
  private final UnaryChannel catalog;

  /** Over this channel. */
  public GrpcCatalogClient(UnaryChannel catalog) {
    this.catalog = catalog;
  }

  @Override
  public CompletableFuture<ProductCard> product(String productId) {
    GetProductRequest request =
        GetProductRequest.newBuilder()
            .setProductId(productId)
            .setView(ProductView.PRODUCT_VIEW_CARD)
            .build();
    return catalog
        .call(CatalogServiceGrpc.getGetProductMethod(), request)
        .thenApply(response -> card(response.getProduct()));
  }

  private static ProductCard card(Product product) {
    return new ProductCard(
        product.getId(),
        product.getShortTitle(),
        Math.toIntExact(product.getPrice().getMinor()),
        product.getImagesCount() == 0 ? "" : product.getImages(0).getUrl());
  }
}
