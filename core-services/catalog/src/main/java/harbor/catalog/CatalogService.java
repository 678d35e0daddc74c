package harbor.catalog;

import static harbor.kit.service.Answer.answer;

import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ImportProductsResponse;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.WatchProductsRequest;
import harbor.catalog.v1.WatchProductsResponse;
import harbor.kit.runtime.Identifiers;
import harbor.kit.service.Failure;
import harbor.kit.service.ImportBatch;
import harbor.kit.service.Requests;
import harbor.kit.service.Watch;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The catalogue over gRPC: protobuf in, protobuf out, no decisions. */
final class CatalogService extends CatalogServiceGrpc.CatalogServiceImplBase {
  private static final int MOST_IDS = 100;
  private static final int MOST_ROWS = 1_000;
  private static final int DEFAULT_PAGE_SIZE = 50;
  private static final int MOST_PAGE_SIZE = 500;
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final CatalogStore store;
  private final Watch watch;

  CatalogService(CatalogStore store, Watch watch) {
    this.store = store;
    this.watch = watch;
  }

  @Override
  public void getProduct(GetProductRequest request, StreamObserver<GetProductResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.id("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          return store.published(ids(List.of(id)), detail(request.getView())).stream()
              .findFirst()
              .map(entry -> GetProductResponse.newBuilder().setProduct(ProductViews.of(entry)))
              .orElseThrow(() -> Failure.notFound("UNKNOWN_PRODUCT", "There is no " + id + "."))
              .build();
        });
  }

  @Override
  public void batchGetProducts(
      BatchGetProductsRequest request, StreamObserver<BatchGetProductsResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids =
              Requests.ids(
                  "product_ids", request.getProductIdsList(), MOST_IDS, INVALID_PRODUCT_ID);
          List<Entry> entries = store.published(ids(ids), detail(request.getView()));
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
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE_SIZE, MOST_PAGE_SIZE);
          String after = after(request.getPageToken());
          Page page = store.page(after, size, detail(request.getView()));
          return ListProductsResponse.newBuilder()
              .addAllProducts(page.entries().stream().map(ProductViews::of).toList())
              .setNextPageToken(
                  page.more() ? Requests.pageToken(page.entries().getLast().id().value()) : "")
              .build();
        });
  }

  @Override
  public void importProducts(
      ImportProductsRequest request, StreamObserver<ImportProductsResponse> observer) {
    answer(
        observer,
        () -> {
          Requests.batch("products", request.getProductsList(), MOST_ROWS);
          ImportBatch<Product> batch =
              ImportBatch.of(request.getProductsList(), ProductRowViews::product, Product::id);
          return ImportProductsResponse.newBuilder()
              .setReport(ProductRowViews.report(batch.storeBy(store::write)))
              .build();
        });
  }

  @Override
  public void watchProducts(
      WatchProductsRequest request, StreamObserver<WatchProductsResponse> observer) {
    watch.answer(
        request.getResumeToken(),
        observer,
        changes ->
            WatchProductsResponse.newBuilder().setChanges(ProductViews.changes(changes)).build());
  }

  private static List<ProductId> ids(List<String> values) {
    return values.stream().map(ProductId::new).toList();
  }

  private static String after(String pageToken) {
    String key = Requests.keyOf(pageToken);
    if (!key.isEmpty() && !Identifiers.isWellFormed(key)) {
      throw Failure.invalidArgument(
          "INVALID_PAGE_TOKEN", "page_token is malformed (expected: one that a page gave).");
    }
    return key;
  }

  private static Entry.Detail detail(ProductView view) {
    return switch (view) {
      case PRODUCT_VIEW_CARD -> Entry.Detail.CARD;
      case PRODUCT_VIEW_FULL, PRODUCT_VIEW_UNSPECIFIED, UNRECOGNIZED -> Entry.Detail.FULL;
    };
  }
}
