package harbor.clients;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.ListCategoriesRequest;
import harbor.catalog.v1.ListCategoriesResponse;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The catalogue: products and categories. */
public final class CatalogClient {
  /** Where it is. */
  public static final Service<CatalogClient> SERVICE =
      Service.of("catalog", 9101, CatalogClient::new);

  private static final int MAX_BATCH = 100;

  /** Ids of products that changed. */
  public final ChangeStream changes;

  /** What a card shows of a product; NOT_FOUND when there is none. */
  public final Lookup<GetProductResponse, Product> card;

  /** All of a product; NOT_FOUND when there is none. */
  public final Lookup<GetProductResponse, Product> product;

  /** Cards of the first products in order of id: so many at most. */
  public final Read<Integer, List<Product>> first;

  /** A page of the products that fit words and filters. */
  public final Read<SearchProductsRequest, SearchProductsResponse> search;

  /** All categories in which there is something; whatever it is asked with. */
  public final Read<String, List<Category>> categories;

  /** Stores products by id, which are shown from then on. */
  public final Write<ImportProductsRequest, ImportReport> importProducts;

  /** Over these channels. */
  public CatalogClient(Channels catalog) {
    changes = catalog.changes("catalog.products", CatalogServiceGrpc.getWatchProductsMethod());
    CachePolicy cached =
        CachePolicy.of("catalog.product")
            .maxMebibytes(64)
            .ttl(ofSeconds(60))
            .staleIfError(ofMinutes(10))
            .negativeTtl(ofSeconds(10))
            .shared()
            .invalidatedBy(changes);
    product =
        catalog
            .lookup(
                CatalogServiceGrpc.getGetProductMethod(),
                id -> request(id, ProductView.PRODUCT_VIEW_FULL),
                CatalogClient::valid)
            .batched(
                MAX_BATCH,
                CatalogServiceGrpc.getBatchGetProductsMethod(),
                ids -> request(ids, ProductView.PRODUCT_VIEW_FULL),
                CatalogClient::byId)
            .cached(cached);
    card =
        catalog
            .lookup(
                CatalogServiceGrpc.getGetProductMethod(),
                id -> request(id, ProductView.PRODUCT_VIEW_CARD),
                CatalogClient::valid)
            .batched(
                MAX_BATCH,
                CatalogServiceGrpc.getBatchGetProductsMethod(),
                ids -> request(ids, ProductView.PRODUCT_VIEW_CARD),
                CatalogClient::byId)
            .cached(cached.named("catalog.card").maxMebibytes(32));
    first =
        catalog.read(
            CatalogServiceGrpc.getListProductsMethod(),
            max ->
                ListProductsRequest.newBuilder()
                    .setPageSize(max)
                    .setView(ProductView.PRODUCT_VIEW_CARD)
                    .build(),
            ListProductsResponse::getProductsList);
    search =
        catalog.read(
            CatalogServiceGrpc.getSearchProductsMethod(),
            Function.identity(),
            CatalogClient::valid);
    categories =
        catalog.read(
            CatalogServiceGrpc.getListCategoriesMethod(),
            _ -> ListCategoriesRequest.getDefaultInstance(),
            ListCategoriesResponse::getCategoriesList);
    importProducts =
        catalog.write(
            CatalogServiceGrpc.getImportProductsMethod(),
            Function.identity(),
            ImportProductsResponse::getReport);
  }

  private static GetProductRequest request(String id, ProductView view) {
    return GetProductRequest.newBuilder().setProductId(id).setView(view).build();
  }

  private static BatchGetProductsRequest request(List<String> ids, ProductView view) {
    return BatchGetProductsRequest.newBuilder().addAllProductIds(ids).setView(view).build();
  }

  private static Map<String, GetProductResponse> byId(BatchGetProductsResponse response) {
    Map<String, GetProductResponse> found = new LinkedHashMap<>();
    response
        .getProductsList()
        .forEach(
            product ->
                found.put(
                    product.getId(), GetProductResponse.newBuilder().setProduct(product).build()));
    return found;
  }

  private static Product valid(GetProductResponse response) {
    Product product = response.getProduct();
    Valid.required("product.id", product.getId());
    Valid.money("product.price", product.getPrice());
    return product;
  }

  private static SearchProductsResponse valid(SearchProductsResponse response) {
    for (FoundProduct product : response.getProductsList()) {
      Valid.required("products.id", product.getId());
      Valid.money("products.price", product.getPrice());
    }
    return response;
  }
}
