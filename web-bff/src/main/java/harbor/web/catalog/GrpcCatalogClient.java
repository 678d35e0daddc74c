package harbor.web.catalog;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Condition;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
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
  public CompletableFuture<Product> product(String productId) {
    return products.get(productId).thenApply(response -> product(response.getProduct()));
  }

  private static GetProductRequest request(String productId) {
    return GetProductRequest.newBuilder()
        .setProductId(productId)
        .setView(ProductView.PRODUCT_VIEW_FULL)
        .build();
  }

  private static Product product(harbor.catalog.v1.Product from) {
    return new Product(
        from.getId(),
        from.getTitle(),
        from.getShortTitle(),
        from.getDescription(),
        new Product.Identity(
            from.getBrand(),
            from.getGtin(),
            from.getMpn(),
            condition(from.getCondition()),
            from.getItemGroupId()),
        from.getCategoryPathList(),
        from.getImagesList().stream()
            .map(image -> new Product.Picture(image.getUrl(), image.getAlt()))
            .toList(),
        money(from.getPrice()),
        new Product.Appearance(from.getColor(), from.getMaterial(), from.getSize()),
        new Product.Measures(
            from.getShippingWeightGrams(),
            from.getLengthMm(),
            from.getWidthMm(),
            from.getHeightMm()),
        from.getHighlightsList(),
        from.getSpecificationsList().stream()
            .map(
                line ->
                    new Product.Specification(line.getSection(), line.getName(), line.getValue()))
            .toList(),
        new Product.Terms(
            from.getEnergyEfficiencyClass(),
            from.getCountryOfOrigin(),
            from.getWarrantyMonths(),
            from.getLaunchDate(),
            from.getUnitPricingMeasure(),
            from.getMultipack(),
            from.getAdult()),
        new Product.Search(from.getSeoTitle(), from.getSeoDescription(), from.getLink()));
  }

  private static Money money(harbor.type.v1.Money from) {
    return new Money(from.getMinor(), from.getCurrency());
  }

  private static Product.Condition condition(Condition from) {
    return switch (from) {
      case CONDITION_UNSPECIFIED, CONDITION_NEW -> Product.Condition.NEW;
      case CONDITION_REFURBISHED -> Product.Condition.REFURBISHED;
      case CONDITION_USED -> Product.Condition.USED;
      case UNRECOGNIZED ->
          throw new IllegalStateException("condition: unknown (expected: a known one)");
    };
  }
}
