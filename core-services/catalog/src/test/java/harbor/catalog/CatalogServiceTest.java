package harbor.catalog;

import static harbor.catalog.ProductRows.full;
import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableList;
import harbor.catalog.search.Cursor;
import harbor.catalog.search.ProductSearch;
import harbor.catalog.search.Question;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.catalog.v1.WatchProductsRequest;
import harbor.catalog.v1.WatchProductsResponse;
import harbor.kit.service.FakeChangeFeed;
import harbor.kit.service.InProcessCore;
import harbor.type.v1.Changes;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CatalogServiceTest {
  private final FakeCatalogStore store = new FakeCatalogStore();
  private final FakeChangeFeed changes = new FakeChangeFeed();
  private final InProcessCore core =
      InProcessCore.serving(new CatalogService(store, new NoSearch(), changes));
  private final CatalogServiceBlockingStub client =
      CatalogServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void stop() {
    core.close();
  }

  @Test
  void getProduct_givesNoMoreThanACard_whenThatIsAskedFor() {
    send(full("HB1").build());

    Product card = get(ProductView.PRODUCT_VIEW_CARD);

    assertThat(card)
        .isEqualTo(
            Product.newBuilder()
                .setId("HB1")
                .setTitle("Kettle \"Löwe\" \\ 1.7 l, {steel}")
                .setShortTitle("Kettle Löwe")
                .setBrand("Löwe")
                .addImages(Image.newBuilder().setUrl("/media/0-{size}.webp").setAlt("Picture 0"))
                .setListPrice(ProductRows.money(4990))
                .setPrice(ProductRows.money(3990))
                .build());
  }

  @Test
  void getProduct_givesEverything_whenTheViewIsNotSaid() {
    send(full("HB1").build());

    assertThat(get(ProductView.PRODUCT_VIEW_UNSPECIFIED))
        .isEqualTo(get(ProductView.PRODUCT_VIEW_FULL));
  }

  @Test
  void getProduct_isInternalWithoutText_whenTheStoreHasABug() {
    store.failWith(new IllegalStateException("secret"));

    StatusRuntimeException ending =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> get(ProductView.PRODUCT_VIEW_FULL));

    assertThat(ending.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(ending.getStatus().getDescription()).isNull();
  }

  @Test
  void listProducts_givesFifty_whenNoSizeIsSaid() {
    send(IntStream.range(10, 70).mapToObj(i -> least("p" + i).build()).toArray(Product[]::new));

    ListProductsResponse page = client.listProducts(ListProductsRequest.getDefaultInstance());

    assertThat(page.getProductsCount()).isEqualTo(50);
    assertThat(page.getNextPageToken()).isNotEmpty();
  }

  @Test
  void importProducts_takesTheLaterRow_whenAnIdComesTwice() {
    ImportReport report =
        send(
            least("HB1").setTitle("First").build(),
            least("HB1").setTitle("Second").build(),
            least("HB1").setTitle("").build());

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedCount()).isEqualTo(1);
    assertThat(get(ProductView.PRODUCT_VIEW_FULL).getTitle()).isEqualTo("Second");
  }

  @Test
  void importProducts_ignoresTheAuditOfARow() {
    send(least("HB1").build());
    Product known = get(ProductView.PRODUCT_VIEW_FULL);

    assertThat(send(known.toBuilder().setAudit(known.getAudit().toBuilder().setVersion(9)).build()))
        .isEqualTo(ImportReport.newBuilder().setUnchanged(1).build());
  }

  @Test
  void importProducts_asksNothingOfTheStore_whenEveryRowIsRefused() {
    store.failWith(new IllegalStateException("asked"));

    assertThat(send(least("a/b").build()).getRefused(0).getField()).isEqualTo("id");
  }

  @Test
  void watchProducts_tellsWhatTheWatchTells() {
    changes.tell(
        Changes.newBuilder().setResumeToken("one").addIds("HB1").addIds("HB2").build(),
        Changes.newBuilder().setResumeToken("two").setReset(true).build());

    assertThat(
            ImmutableList.copyOf(
                client.watchProducts(
                    WatchProductsRequest.newBuilder().setResumeToken("before").build())))
        .extracting(WatchProductsResponse::getChanges)
        .containsExactly(
            Changes.newBuilder().setResumeToken("one").addIds("HB1").addIds("HB2").build(),
            Changes.newBuilder().setResumeToken("two").setReset(true).build());
    assertThat(changes.resumeTokens()).containsExactly("before");
  }

  private ImportReport send(Product... rows) {
    return client
        .importProducts(ImportProductsRequest.newBuilder().addAllProducts(List.of(rows)).build())
        .getReport();
  }

  private Product get(ProductView view) {
    return client
        .getProduct(GetProductRequest.newBuilder().setProductId("HB1").setView(view).build())
        .getProduct();
  }

  /** Search is of the database, and tested on it. */
  private static final class NoSearch implements ProductSearch {
    @Override
    public Optional<Page> page(
        Question question, Optional<Cursor> after, int size, boolean withFacets) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<CategoryCount> categories() {
      throw new UnsupportedOperationException();
    }
  }
}
