package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.Availability;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.inventory.v1.StockStatus;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What search says of price, stock and rating is what their owners say. */
class SearchCopiesIT {
  private final FakeOwners owners = new FakeOwners();
  private final DatabaseSettings database = TestDatabase.fresh("catalog");
  private final SettableClock clock = new SettableClock();
  private TestCore core = start();

  @AfterEach
  void close() {
    core.close();
    owners.close();
  }

  @Test
  void search_saysWhatTheOwnersSaid_beforeTheProductCame() {
    owners.price("a", 5_000, 1_500);
    owners.stock("a", StockStatus.STOCK_STATUS_PREORDER);
    owners.rating("a", 46, 12);

    importAll(List.of(least("a").build()));

    await()
        .untilAsserted(
            () -> {
              FoundProduct found = search(request()).getProducts(0);
              assertThat(found.getListPrice().getMinor()).isEqualTo(5_000);
              assertThat(found.getPrice().getMinor()).isEqualTo(1_500);
              assertThat(found.getRatingTenths()).isEqualTo(46);
              assertThat(found.getRatingCount()).isEqualTo(12);
              assertThat(found.getAvailability()).isEqualTo(Availability.AVAILABILITY_PREORDER);
            });
  }

  @Test
  void search_saysWhatTheFeedSaid_whileNobodyElseDoes() {
    importAll(List.of(least("a").build()));

    FoundProduct found = search(request()).getProducts(0);

    assertThat(found.getPrice().getMinor()).isEqualTo(500);
    assertThat(found.getAvailability()).isEqualTo(Availability.AVAILABILITY_UNSPECIFIED);
  }

  @Test
  void change_showsInSortFilterAndCount() {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.price("a", 5_000, 1_500);
    owners.price("b", 2_000, 2_000);
    owners.stock("a", StockStatus.STOCK_STATUS_AVAILABLE);
    await().untilAsserted(() -> assertThat(byPrice()).containsExactly("a", "b"));
    await().untilAsserted(() -> assertThat(available()).isEqualTo(1));
    SearchProductsResponse cheap = search(request().setMaxPriceMinor(1_600));
    assertThat(cheap.getProductsList()).extracting(FoundProduct::getId).containsExactly("a");
    assertThat(cheap.getFacets().getPrices(0).getMin().getMinor()).isEqualTo(1_000);

    owners.price("a", 5_000, 5_000);
    owners.stock("a", StockStatus.STOCK_STATUS_OUT_OF_STOCK);
    owners.rating("b", 30, 1);

    await().untilAsserted(() -> assertThat(byPrice()).containsExactly("b", "a"));
    await().untilAsserted(() -> assertThat(available()).isZero());
    assertThat(search(request().setMaxPriceMinor(1_600)).getTotal()).isZero();
    await()
        .untilAsserted(
            () ->
                assertThat(search(request().setMinStars(3)).getProductsList())
                    .extracting(FoundProduct::getId)
                    .containsExactly("b"));
  }

  /** Until the pricing service says when prices begin, a test does. */
  @Test
  void price_isAnotherFromItsSecondOn_inSortFilterCountAndCard() throws SQLException {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.price("a", 5_000, 1_500);
    owners.price("b", 2_000, 2_000);
    await().untilAsserted(() -> assertThat(costing(1_500) + costing(2_000)).isEqualTo(2));
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE catalog.search_copies
          SET next_at = '2026-01-01T12:00:00Z', next_list_minor = 5000, next_price_minor = 5000
          WHERE product_id = 'a'
          """);
    }

    clock.set("2026-01-01T11:59:59Z");
    assertThat(byPrice()).containsExactly("a", "b");
    SearchProductsResponse cheap = search(request().setMaxPriceMinor(1_600));
    assertThat(cheap.getProducts(0).getPrice().getMinor()).isEqualTo(1_500);
    assertThat(cheap.getFacets().getPrices(0).getMin().getMinor()).isEqualTo(1_000);

    clock.set("2026-01-01T12:00:01Z");
    assertThat(byPrice()).containsExactly("b", "a");
    assertThat(search(request().setMaxPriceMinor(1_600)).getTotal()).isZero();
    assertThat(search(request().setMinPriceMinor(5_000)).getProducts(0).getPrice().getMinor())
        .isEqualTo(5_000);
  }

  @Test
  void everything_isComparedOnce_whenChangesWereMissed() {
    List<Product> products =
        IntStream.range(0, 1_000).mapToObj(i -> least("p" + i).build()).toList();
    importAll(products);
    products.forEach(product -> owners.price(product.getId(), 900, 900));
    await().untilAsserted(() -> assertThat(costing(900)).isEqualTo(1_000));
    core.close();

    products.forEach(product -> owners.price(product.getId(), 700, 700));
    owners.prices.remove("p7");
    owners.forgetChanges();
    core = start();

    await().untilAsserted(() -> assertThat(costing(700)).isEqualTo(999));
    assertThat(costing(500)).as("of which its owner says nothing any more").isEqualTo(1);
  }

  @Test
  void changes_areFollowedFromWhereTheyStopped_whenNoneWasMissed() {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.price("a", 900, 900);
    owners.price("b", 900, 900);
    await().untilAsserted(() -> assertThat(costing(900)).isEqualTo(2));
    core.close();

    // The counter-test: who compared everything would find this one, too.
    owners.prices.remove("b");
    owners.price("a", 700, 700);
    core = start();

    await().untilAsserted(() -> assertThat(costing(700)).isEqualTo(1));
    assertThat(costing(900)).isEqualTo(1);
  }

  private TestCore start() {
    return TestCore.sharing(Catalog.PROCESS, database, clock, (_, _) -> owners.target());
  }

  private void importAll(List<Product> rows) {
    var _ =
        client().importProducts(ImportProductsRequest.newBuilder().addAllProducts(rows).build());
  }

  private List<String> byPrice() {
    return search(request().setOrder(SearchOrder.SEARCH_ORDER_PRICE_ASCENDING))
        .getProductsList()
        .stream()
        .map(FoundProduct::getId)
        .toList();
  }

  private int available() {
    SearchProductsResponse found = search(request());
    assertThat(search(request().setAvailableOnly(true)).getTotal())
        .isEqualTo(found.getFacets().getAvailableCount());
    return found.getFacets().getAvailableCount();
  }

  private int costing(long minor) {
    return search(request().setMinPriceMinor(minor).setMaxPriceMinor(minor)).getTotal();
  }

  private static SearchProductsRequest.Builder request() {
    return SearchProductsRequest.newBuilder().setIncludeFacets(true);
  }

  private SearchProductsResponse search(SearchProductsRequest.Builder request) {
    return client().searchProducts(request.build());
  }

  private CatalogServiceBlockingStub client() {
    return CatalogServiceGrpc.newBlockingStub(core.channel());
  }
}
