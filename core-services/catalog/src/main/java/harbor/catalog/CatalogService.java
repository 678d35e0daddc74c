package harbor.catalog;

import static harbor.kit.service.call.Answer.answer;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.catalog.search.Cursor;
import harbor.catalog.search.ProductSearch;
import harbor.catalog.search.Question;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.ListCategoriesRequest;
import harbor.catalog.v1.ListCategoriesResponse;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.WatchProductsRequest;
import harbor.catalog.v1.WatchProductsResponse;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.catalog.v1.WithdrawProductsResponse;
import harbor.kit.client.identity.Identity;
import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** The catalogue over gRPC: protobuf in, protobuf out, no decisions. */
final class CatalogService extends CatalogServiceGrpc.CatalogServiceImplBase {
  private static final int MAX_IDS = 100;
  private static final int MAX_ROWS = 1_000;
  private static final int DEFAULT_PAGE_SIZE = 50;
  private static final int MAX_PAGE_SIZE = 500;
  private static final int DEFAULT_FOUND_SIZE = 20;
  private static final int MAX_FOUND_SIZE = 100;
  private static final PageToken PAGES = PageToken.of("catalog.products");
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final CatalogStore store;
  private final ProductSearch search;
  private final ChangeFeed changes;

  CatalogService(CatalogStore store, ProductSearch search, ChangeFeed changes) {
    this.store = store;
    this.search = search;
    this.changes = changes;
  }

  @Override
  public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.externalId("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          return store.published(ids(List.of(id)), detail(request.getView())).stream()
              .findFirst()
              .map(entry -> GetProductResponse.newBuilder().setProduct(ProductViews.of(entry)))
              .orElseThrow(() -> absent(id))
              .build();
        });
  }

  @Override
  public void batchGetProducts(
      BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_IDS);
          List<StoredProduct> entries = store.published(ids(ids), detail(request.getView()));
          return BatchGetProductsResponse.newBuilder()
              .addAllProducts(entries.stream().map(ProductViews::of).toList())
              .build();
        });
  }

  @Override
  public void listProducts(
      ListProductsRequest request, StreamObserver<ListProductsResponse> observer) {
    answer(
        observer,
        () -> {
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
          String after = PAGES.key(request.getPageToken());
          ProductPage page =
              store.page(request.getSource(), after, size, detail(request.getView()));
          return ListProductsResponse.newBuilder()
              .addAllProducts(page.entries().stream().map(ProductViews::of).toList())
              .setNextPageToken(
                  page.more() ? PAGES.after(page.entries().getLast().id().value()) : "")
              .build();
        });
  }

  @Override
  public void searchProducts(
      SearchProductsRequest request, StreamObserver<SearchProductsResponse> observer) {
    answer(
        observer,
        () -> {
          Question question = SearchRequests.question(request);
          int facetValues = SearchRequests.facetValues(request);
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_FOUND_SIZE, MAX_FOUND_SIZE);
          PageToken pages =
              PageToken.of(
                  "catalog.search " + Identity.current().process().orElse(""), question.filters());
          Optional<Cursor> after =
              request.getPageToken().isEmpty()
                  ? Optional.empty()
                  : Optional.of(
                      Cursor.of(pages.key(request.getPageToken())).orElseThrow(PageToken::invalid));
          ProductSearch.Page page =
              search
                  .page(question, after, size, request.getIncludeFacets())
                  .orElseThrow(
                      () ->
                          Failure.notFound(
                              "UNKNOWN_CATEGORY", "There is no category of this path."));
          return SearchViews.page(
              page,
              page.next().map(cursor -> pages.after(cursor.key())).orElse(""),
              question.order(),
              facetValues);
        });
  }

  @Override
  public void listCategories(
      ListCategoriesRequest request, StreamObserver<ListCategoriesResponse> observer) {
    answer(
        observer,
        () ->
            ListCategoriesResponse.newBuilder()
                .addAllCategories(search.categories().stream().map(SearchViews::category).toList())
                .build());
  }

  @Override
  public void importProducts(
      ImportProductsRequest request, StreamObserver<ImportProductsResponse> observer) {
    answer(
        observer,
        () -> {
          Requests.batch("products", request.getProductsList(), MAX_ROWS);
          ImportBatch<Product> batch =
              ImportBatch.of(request.getProductsList(), ProductRowViews::product, Product::id);
          return ImportProductsResponse.newBuilder().setReport(batch.storeBy(store::write)).build();
        });
  }

  @Override
  public void withdrawProducts(
      WithdrawProductsRequest request, StreamObserver<WithdrawProductsResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_ROWS);
          return WithdrawProductsResponse.newBuilder()
              .setWithdrawn(store.withdraw(ids(ids)))
              .build();
        });
  }

  @Override
  public void watchProducts(
      WatchProductsRequest request, StreamObserver<WatchProductsResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchProductsResponse.newBuilder().setChanges(told).build());
  }

  private Failure absent(String id) {
    return store.isWithdrawn(new ProductId(id))
        ? Failure.notFound("WITHDRAWN_PRODUCT", id + " is not sold any more.")
        : Failure.notFound("UNKNOWN_PRODUCT", "There is no " + id + ".");
  }

  private static List<ProductId> ids(List<String> values) {
    return values.stream().map(ProductId::new).toList();
  }

  private static StoredProduct.Detail detail(ProductView view) {
    return switch (view) {
      case PRODUCT_VIEW_CARD -> StoredProduct.Detail.CARD;
      case PRODUCT_VIEW_FULL, PRODUCT_VIEW_UNSPECIFIED, UNRECOGNIZED -> StoredProduct.Detail.FULL;
    };
  }
}
