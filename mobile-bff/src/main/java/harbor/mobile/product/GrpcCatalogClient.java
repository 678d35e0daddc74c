package harbor.mobile.product;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.kit.bff.cache.CachedChannel;
import harbor.kit.bff.cache.Reads;
import harbor.kit.bff.watch.ChangeStream;
import java.util.concurrent.CompletableFuture;

/** The catalogue over gRPC. */
public final class GrpcCatalogClient implements CatalogClient {
  /** Ids of products that changed. */
  public static final ChangeStream CHANGES =
      ChangeStream.of("catalog.products", CatalogServiceGrpc.getWatchProductsMethod());

  private final Reads<GetProductResponse> products;

  /** Over this channel. */
  public GrpcCatalogClient(CachedChannel catalog) {
    products = catalog.reads(CatalogServiceGrpc.getGetProductMethod(), GrpcCatalogClient::request);
  }

  @Override
  public CompletableFuture<ProductCard> product(String productId) {
    return products.get(productId).thenApply(response -> card(response.getProduct()));
  }

  private static GetProductRequest request(String productId) {
    return GetProductRequest.newBuilder()
        .setProductId(productId)
        .setView(ProductView.PRODUCT_VIEW_CARD)
        .build();
  }

  private static ProductCard card(Product product) {
    return new ProductCard(
        product.getId(),
        product.getShortTitle(),
        Math.toIntExact(product.getPrice().getMinor()),
        product.getImagesCount() == 0 ? "" : product.getImages(0).getUrl());
  }
}
