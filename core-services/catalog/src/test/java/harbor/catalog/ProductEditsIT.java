package harbor.catalog;

import static harbor.catalog.ProductRows.full;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import harbor.catalog.v1.CatalogAdminServiceGrpc;
import harbor.catalog.v1.CatalogAdminServiceGrpc.CatalogAdminServiceBlockingStub;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ListAllProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.UpdateProductRequest;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.kit.client.Caller;
import harbor.kit.runtime.AuditLog;
import harbor.kit.service.TestCore;
import harbor.kit.testing.LogCapture;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators change of products, at the version that they saw. */
class ProductEditsIT {
  private static final Product FED = full("A").setTitle("Anvil").build();
  private static final Caller ROOT = Caller.user("root", Set.of("admin"));

  private final TestCore core = TestCore.start(Catalog.PROCESS);
  private final CatalogServiceBlockingStub shop =
      CatalogServiceGrpc.newBlockingStub(core.channel());
  private final CatalogAdminServiceBlockingStub admin =
      CatalogAdminServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT));

  @BeforeEach
  void importProduct() {
    assertThat(feed().getCreated()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void edit_changesWhatItsMaskNames_everywhere_untilAFeedSaysOtherwise() {
    Product seen = row();

    Product edited =
        edit(Product.newBuilder().setTitle("Hammer").setBrand("Thor"), seen, "title", "brand");

    assertThat(edited.toBuilder().clearAudit().build())
        .isEqualTo(seen.toBuilder().clearAudit().setTitle("Hammer").setBrand("Thor").build());
    assertThat(edited.getAudit().getVersion()).isEqualTo(2);
    assertThat(edited.getAudit().getUpdatedBy()).isEqualTo("user:root");
    assertThat(row()).isEqualTo(edited);
    assertThat(sold().getTitle()).isEqualTo("Hammer");
    assertThat(sold().getSupplierCost())
        .as("What the table hides")
        .isEqualTo(FED.getSupplierCost());
    assertThat(found("hammer")).containsExactly("A");
    assertThat(found("anvil")).isEmpty();

    assertThat(feed().getUpdated()).isEqualTo(1);
    assertThat(sold().toBuilder().clearAudit().build()).isEqualTo(FED);
    assertThat(row().getAudit().getUpdatedBy()).isEqualTo("catalog");
  }

  @Test
  void edit_hidesAProduct_andShowsItAgain() {
    Product hidden = edit(Product.newBuilder(), row(), "published");

    assertThat(hidden.getPublished()).isFalse();
    core.assertFails(this::sold, Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
    assertThat(found("anvil")).isEmpty();

    var _ = edit(Product.newBuilder().setPublished(true), hidden, "published");
    assertThat(sold().getTitle()).isEqualTo("Anvil");
    assertThat(found("anvil")).containsExactly("A");
  }

  /** What its owner took off the shop's shelves does not come back because a title is mended. */
  @Test
  void edit_ofAWithdrawnProduct_doesNotSellIt_andAFeedStillDoes() {
    assertThat(
            shop.withdrawProducts(WithdrawProductsRequest.newBuilder().addProductIds("A").build())
                .getWithdrawn())
        .isEqualTo(1);

    Product edited = edit(Product.newBuilder().setTitle("Hammer"), row(), "title");
    var _ = edit(Product.newBuilder().setTitle("Hammer"), edited, "title");

    assertThat(row().getTitle()).isEqualTo("Hammer");
    core.assertFails(this::sold, Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT");
    assertThat(found("hammer")).isEmpty();

    assertThat(feed().getUpdated()).isEqualTo(1);
    assertThat(sold().getTitle()).isEqualTo("Anvil");
    assertThat(found("anvil")).containsExactly("A");
  }

  @Test
  void secondEdit_isRefused_withTheProductThatTheFirstLeft() {
    Product seen = row();
    Product first = edit(Product.newBuilder().setTitle("Hammer"), seen, "title");

    try (LogCapture audit = LogCapture.of(AuditLog.LOGGER)) {
      core.assertFails(
          () -> edit(Product.newBuilder().setTitle("Nail"), seen, "title"),
          Status.Code.FAILED_PRECONDITION,
          "VERSION_MISMATCH",
          first);
      assertThat(audit.messages())
          .singleElement()
          .asString()
          .startsWith(
              "act=refusal process=catalog code=VERSION_MISMATCH"
                  + " what=harbor.catalog.v1.CatalogAdminService/UpdateProduct caller="
                  + ROOT.hash());
    }
    var _ = feed();
    core.assertFails(
        () -> edit(Product.newBuilder().setTitle("Nail"), first, "title"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH",
        row());
  }

  @Test
  void edit_isDoneOnce_underItsKey() {
    UpdateProductRequest request = request(Product.newBuilder().setTitle("Hammer"), row(), "title");
    CatalogAdminServiceBlockingStub keyed =
        CatalogAdminServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT, "key-1"));

    Product first = keyed.updateProduct(request).getProduct();

    assertThat(keyed.updateProduct(request).getProduct()).isEqualTo(first);
    assertThat(row()).isEqualTo(first);
    core.assertFails(
        () -> keyed.updateProduct(request.toBuilder().setExpectedVersion(2).build()),
        Status.Code.FAILED_PRECONDITION,
        "IDEMPOTENCY_KEY_REUSED");
    core.assertFails(
        () ->
            CatalogAdminServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT, "k".repeat(300)))
                .updateProduct(request),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_IDEMPOTENCY_KEY");
  }

  @Test
  void whatCannotBe_isRefused_andNothingChanges() {
    Product seen = row();

    core.assertFails(
        () -> edit(Product.newBuilder(), seen, "title"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PRODUCT");
    core.assertFails(
        () -> edit(Product.newBuilder(), seen),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    core.assertFails(
        () -> edit(Product.newBuilder().setTitle("Hammer"), Product.getDefaultInstance(), "title"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_VERSION");
    core.assertFails(
        () ->
            admin.updateProduct(
                request(Product.newBuilder().setTitle("Hammer"), seen, "title").toBuilder()
                    .setProduct(Product.newBuilder().setId("none").setTitle("Hammer"))
                    .build()),
        Status.Code.NOT_FOUND,
        "UNKNOWN_PRODUCT");
    core.assertFails(
        () ->
            CatalogAdminServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("eve")))
                .updateProduct(request(Product.newBuilder().setTitle("Hammer"), seen, "title")),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
    assertThat(row()).isEqualTo(seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"id", "gtin", "supplier_cost", "withdrawn", "audit", "title.x", "none"})
  void whatIsNotTheirs_cannotBeNamed(String field) {
    Product seen = row();

    core.assertFails(
        () -> edit(Product.newBuilder().setTitle("Hammer"), seen, "title", field),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    assertThat(row()).isEqualTo(seen);
  }

  private ImportReport feed() {
    return shop.importProducts(ImportProductsRequest.newBuilder().addProducts(FED).build())
        .getReport();
  }

  private Product edit(Product.Builder values, Product seen, String... fields) {
    return admin.updateProduct(request(values, seen, fields)).getProduct();
  }

  private static UpdateProductRequest request(
      Product.Builder values, Product seen, String... fields) {
    return UpdateProductRequest.newBuilder()
        .setProduct(values.setId("A"))
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(fields)))
        .setExpectedVersion(seen.getAudit().getVersion())
        .build();
  }

  /** As administrators see it. */
  private Product row() {
    return admin.listAllProducts(ListAllProductsRequest.getDefaultInstance()).getProducts(0);
  }

  /** As it is sold. */
  private Product sold() {
    return shop.getProduct(
            GetProductRequest.newBuilder()
                .setProductId("A")
                .setView(ProductView.PRODUCT_VIEW_FULL)
                .build())
        .getProduct();
  }

  private List<String> found(String words) {
    return shop
        .searchProducts(SearchProductsRequest.newBuilder().setQuery(words).build())
        .getProductsList()
        .stream()
        .map(FoundProduct::getId)
        .toList();
  }
}
