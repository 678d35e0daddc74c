package harbor.clients;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogAdminServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.ListAllCategoriesRequest;
import harbor.catalog.v1.ListAllCategoriesResponse;
import harbor.catalog.v1.ListAllProductsRequest;
import harbor.catalog.v1.ListAllProductsResponse;
import harbor.catalog.v1.ListCategoriesRequest;
import harbor.catalog.v1.ListCategoriesResponse;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.UpdateProductRequest;
import harbor.catalog.v1.UpdateProductResponse;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.catalog.v1.WithdrawProductsResponse;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.type.v1.ImportReport;
import java.util.List;
import java.util.function.Function;

/** The catalogue: products and categories. */
public final class CatalogClient {
  /** Where it is. */
  public static final Service<CatalogClient> SERVICE =
      Service.of("catalog", 9101, CatalogClient::new);

  private static final int MAX_BATCH = 100;
  private static final int DEFAULT_LISTED = 50;
  private static final int DEFAULT_FOUND = 20;
  private static final int MAX_RATING_TENTHS = 50;

  /** Ids of products that changed. */
  public final ChangeStream changes;

  /** What a card shows of a product; NOT_FOUND when there is none. */
  public final Lookup<GetProductResponse, Product> card;

  /** All of a product; NOT_FOUND when there is none. */
  public final Lookup<GetProductResponse, Product> product;

  /** Cards of the first products in order of id: so many at most. */
  public final Read<Integer, List<Product>> first;

  /** A page of all products, those that nobody is shown included. */
  public final Read<ListProductsRequest, ListProductsResponse> page;

  /** A page of the products that fit words and filters. */
  public final Read<SearchProductsRequest, SearchProductsResponse> search;

  /** All categories in which there is something; whatever it is asked with. */
  public final Read<String, List<Category>> categories;

  /** Stores products by id, which are shown from then on. */
  public final Write<ImportProductsRequest, ImportReport> importProducts;

  /** A page of all products; for administrators. */
  public final Read<ListAllProductsRequest, ListAllProductsResponse> allProducts;

  /** A page of all categories; for administrators. */
  public final Read<ListAllCategoriesRequest, ListAllCategoriesResponse> allCategories;

  /** A product changed; by administrators. */
  public final Write<UpdateProductRequest, Product> updateProduct;

  /** Takes products out of the shop, until they are stored again; how many were in it. */
  public final Write<WithdrawProductsRequest, Integer> withdrawProducts;

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
                (id, response) -> checkFull(id, response.getProduct()),
                GetProductResponse::getProduct)
            .batched(
                MAX_BATCH,
                CatalogServiceGrpc.getBatchGetProductsMethod(),
                ids -> request(ids, ProductView.PRODUCT_VIEW_FULL),
                BatchGetProductsResponse::getProductsList,
                Product::getId,
                CatalogClient::single)
            .cached(cached);
    card =
        catalog
            .lookup(
                CatalogServiceGrpc.getGetProductMethod(),
                id -> request(id, ProductView.PRODUCT_VIEW_CARD),
                (id, response) -> checkCard(id, response.getProduct()),
                GetProductResponse::getProduct)
            .batched(
                MAX_BATCH,
                CatalogServiceGrpc.getBatchGetProductsMethod(),
                ids -> request(ids, ProductView.PRODUCT_VIEW_CARD),
                BatchGetProductsResponse::getProductsList,
                Product::getId,
                CatalogClient::single)
            .cached(cached.named("catalog.card").maxMebibytes(32));
    first =
        catalog.read(
            CatalogServiceGrpc.getListProductsMethod(),
            max ->
                ListProductsRequest.newBuilder()
                    .setPageSize(max)
                    .setView(ProductView.PRODUCT_VIEW_CARD)
                    .build(),
            CatalogClient::checkFirst,
            ListProductsResponse::getProductsList);
    page =
        catalog.read(
            CatalogServiceGrpc.getListProductsMethod(), Function.identity(), Function.identity());
    search =
        catalog.read(
            CatalogServiceGrpc.getSearchProductsMethod(),
            Function.identity(),
            CatalogClient::checkFound,
            Function.identity());
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
    allProducts =
        catalog.read(
            CatalogAdminServiceGrpc.getListAllProductsMethod(),
            Function.identity(),
            Function.identity());
    allCategories =
        catalog.read(
            CatalogAdminServiceGrpc.getListAllCategoriesMethod(),
            Function.identity(),
            Function.identity());
    updateProduct =
        catalog.write(
            CatalogAdminServiceGrpc.getUpdateProductMethod(),
            Function.identity(),
            UpdateProductResponse::getProduct);
    withdrawProducts =
        catalog.write(
            CatalogServiceGrpc.getWithdrawProductsMethod(),
            Function.identity(),
            WithdrawProductsResponse::getWithdrawn);
  }

  private static GetProductRequest request(String id, ProductView view) {
    return GetProductRequest.newBuilder().setProductId(id).setView(view).build();
  }

  private static BatchGetProductsRequest request(List<String> ids, ProductView view) {
    return BatchGetProductsRequest.newBuilder().addAllProductIds(ids).setView(view).build();
  }

  private static GetProductResponse single(Product product) {
    return GetProductResponse.newBuilder().setProduct(product).build();
  }

  private static void checkFull(String id, Product product) {
    checkCard(id, product);
    Valid.same("product.published", product.getPublished(), true);
    Valid.same("product.withdrawn", product.getWithdrawn(), false);
  }

  private static void checkCard(String id, Product product) {
    Valid.required("product.id", product.getId());
    Valid.id("product.id", product.getId(), id);
    checkShown(product);
  }

  private static void checkShown(Product product) {
    Valid.price("product.price", product.getPrice());
    Valid.link("product.link", product.getLink());
    for (Image image : product.getImagesList()) {
      Valid.link("product.images.url", image.getUrl());
    }
  }

  private static void checkFirst(Integer max, ListProductsResponse response) {
    Valid.page("products", response.getProductsList(), max, DEFAULT_LISTED);
    for (Product product : response.getProductsList()) {
      Valid.required("products.id", product.getId());
      checkShown(product);
    }
  }

  private static void checkFound(SearchProductsRequest asked, SearchProductsResponse response) {
    Valid.page("products", response.getProductsList(), asked.getPageSize(), DEFAULT_FOUND);
    for (FoundProduct product : response.getProductsList()) {
      Valid.required("products.id", product.getId());
      Valid.price("products.price", product.getPrice());
      Valid.range("products.rating_tenths", product.getRatingTenths(), 0, MAX_RATING_TENTHS);
      Valid.count("products.rating_count", product.getRatingCount());
      Valid.link("products.link", product.getLink());
      Valid.link("products.image.url", product.getImage().getUrl());
    }
  }
}
