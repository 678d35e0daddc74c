package harbor.catalog;

import static harbor.catalog.ProductRows.full;
import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.BatchGetProductsRequest;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.kit.service.TestCore;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole service, over a socket, on a real database. */
class CatalogIT {
  private final TestCore core = TestCore.start(Catalog.PROCESS);
  private final CatalogServiceBlockingStub client =
      CatalogServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void getProduct_givesEveryFieldAsImported() {
    Product row = full("HB1001").build();
    send(row);

    Product product = get("HB1001", ProductView.PRODUCT_VIEW_FULL).getProduct();

    assertThat(product.toBuilder().clearAudit().build()).isEqualTo(row);
    assertThat(product.getAudit().getVersion()).isEqualTo(1);
    assertThat(product.getAudit().getCreatedBy()).isEqualTo("catalog");
    assertThat(product.getAudit().getUpdatedAt()).isEqualTo(product.getAudit().getCreatedAt());
  }

  @Test
  void getProduct_isInvalidArgument_whenTheIdIsMalformed() {
    core.assertFails(
        () -> get("a/b", ProductView.PRODUCT_VIEW_FULL),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRODUCT_ID");
  }

  @Test
  void getProduct_isNotFound_whenThereIsNone() {
    core.assertFails(
        () -> get("HB1", ProductView.PRODUCT_VIEW_CARD), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
  }

  @Test
  void getProduct_isNotFound_whenItIsNotPublished() {
    send(least("HB1").setPublished(false).build());

    core.assertFails(
        () -> get("HB1", ProductView.PRODUCT_VIEW_FULL), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
  }

  @Test
  void batchGetProducts_givesTheKnownOnes_inTheOrderOfTheRequest() {
    send(least("a").build(), least("b").build(), least("c").setPublished(false).build());

    List<Product> products = batch(List.of("b", "none", "c", "a", "b")).getProductsList();

    assertThat(products).extracting(Product::getId).containsExactly("b", "a");
  }

  @Test
  void batchGetProducts_isInvalidArgument_whenAnIdIsMalformed() {
    core.assertFails(
        () -> batch(List.of("a", "")), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
  }

  @Test
  void batchGetProducts_isInvalidArgument_whenThereAreTooMany() {
    core.assertFails(
        () -> batch(Collections.nCopies(101, "a")),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  @Test
  void withdrawProducts_takesThemOutOfEverything_atOnce_andAnImportBringsThemBack() {
    send(least("a").setTitle("Anvil").build(), least("b").setTitle("Anvil too").build());
    assertThat(found("anvil")).containsExactlyInAnyOrder("a", "b");

    assertThat(withdraw("a", "none")).isEqualTo(1);
    assertThat(withdraw("a")).isZero();

    core.assertFails(
        () -> get("a", ProductView.PRODUCT_VIEW_FULL), Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT");
    assertThat(batch(List.of("a", "b")).getProductsList())
        .extracting(Product::getId)
        .containsExactly("b");
    assertThat(found("anvil")).containsExactly("b");
    assertThat(list(10, "").getProductsList())
        .extracting(Product::getWithdrawn)
        .containsExactly(true, false);

    assertThat(send(least("a").setTitle("Anvil").build()).getUpdated()).isEqualTo(1);
    assertThat(get("a", ProductView.PRODUCT_VIEW_FULL).getProduct().getAudit().getVersion())
        .isEqualTo(3);
    assertThat(found("anvil")).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void withdrawProducts_isInvalidArgument_whenThereAreTooManyOrOneIsMalformed() {
    core.assertFails(
        () -> withdraw(Collections.nCopies(1_001, "a").toArray(String[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
    core.assertFails(() -> withdraw("a/b"), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
  }

  private int withdraw(String... ids) {
    return client
        .withdrawProducts(
            WithdrawProductsRequest.newBuilder().addAllProductIds(List.of(ids)).build())
        .getWithdrawn();
  }

  private List<String> found(String words) {
    return client
        .searchProducts(SearchProductsRequest.newBuilder().setQuery(words).build())
        .getProductsList()
        .stream()
        .map(FoundProduct::getId)
        .toList();
  }

  @Test
  void listProducts_goesThroughAllOfThem_inOrderOfId() {
    send(least("b").build(), least("A").setPublished(false).build(), least("c").build());

    ListProductsResponse first = list(2, "");
    ListProductsResponse second = list(2, first.getNextPageToken());

    assertThat(first.getProductsList()).extracting(Product::getId).containsExactly("A", "b");
    assertThat(second.getProductsList()).extracting(Product::getId).containsExactly("c");
    assertThat(second.getNextPageToken()).isEmpty();
  }

  @Test
  void listProducts_isInvalidArgument_whenTheSizeOrTheTokenIsWrong() {
    core.assertFails(() -> list(501, ""), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_SIZE");
    core.assertFails(() -> list(-1, ""), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_SIZE");
    core.assertFails(() -> list(1, "%"), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN");
    core.assertFails(() -> list(1, "YSBi"), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN");
  }

  @Test
  void importProducts_changesNothing_whenTheRowsComeAgain() {
    Product[] rows = {full("HB1").build(), least("HB2").build()};

    ImportReport first = send(rows);
    ImportReport again = send(rows);

    assertThat(first).isEqualTo(ImportReport.newBuilder().setCreated(2).build());
    assertThat(again).isEqualTo(ImportReport.newBuilder().setUnchanged(2).build());
    assertThat(version("HB1")).isEqualTo(1);
  }

  @Test
  void importProducts_storesTheOthers_whenARowIsRefused() {
    ImportReport report =
        send(least("HB1").build(), least("HB2").clearTitle().build(), least("HB3").build());

    assertThat(report.getCreated()).isEqualTo(2);
    assertThat(report.getRefusedList())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getIndex()).isEqualTo(1);
              assertThat(row.getField()).isEqualTo("title");
              assertThat(row.getDescription()).isNotEmpty();
            });
  }

  @Test
  void importProducts_isInvalidArgument_whenThereAreTooMany() {
    Product[] rows =
        IntStream.range(0, 1_001).mapToObj(i -> least("p" + i).build()).toArray(Product[]::new);

    core.assertFails(() -> send(rows), Status.Code.INVALID_ARGUMENT, "BATCH_TOO_LARGE");
  }

  private ImportReport send(Product... rows) {
    return client
        .importProducts(ImportProductsRequest.newBuilder().addAllProducts(List.of(rows)).build())
        .getReport();
  }

  private GetProductResponse get(String id, ProductView view) {
    return client.getProduct(GetProductRequest.newBuilder().setProductId(id).setView(view).build());
  }

  private BatchGetProductsResponse batch(List<String> ids) {
    return client.batchGetProducts(
        BatchGetProductsRequest.newBuilder().addAllProductIds(ids).build());
  }

  private ListProductsResponse list(int size, String token) {
    return client.listProducts(
        ListProductsRequest.newBuilder().setPageSize(size).setPageToken(token).build());
  }

  private long version(String id) {
    return get(id, ProductView.PRODUCT_VIEW_FULL).getProduct().getAudit().getVersion();
  }
}
