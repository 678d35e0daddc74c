package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.catalog.v1.Availability;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.GetProductRequest;
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
import harbor.kit.service.row.Timestamps;
import io.grpc.Status;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What search says of price, stock and rating is what their owners say. */
class SearchCopiesIT {
  private static final String LOCKED =
      "SELECT FROM catalog.search_copies WHERE product_id = '%s' FOR UPDATE SKIP LOCKED";

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

  @Test
  void sale_beginsInItsSecond_inSortFilterCountCardAndProduct() {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.saleFrom("a", 5_000, 1_500, "2026-01-01T12:00:00Z");
    owners.price("b", 2_000, 2_000);
    await().untilAsserted(() -> assertThat(costing(5_000) + costing(2_000)).isEqualTo(2));

    clock.set("2026-01-01T11:59:59.999999Z");
    assertThat(byPrice()).containsExactly("b", "a");
    assertThat(search(request().setMaxPriceMinor(1_600)).getTotal()).isZero();
    assertThat(product("a").getPrice().getMinor()).isEqualTo(5_000);

    clock.set("2026-01-01T12:00:00Z");
    assertThat(byPrice()).containsExactly("a", "b");
    SearchProductsResponse cheap = search(request().setMaxPriceMinor(1_600));
    assertThat(cheap.getProducts(0).getPrice().getMinor()).isEqualTo(1_500);
    assertThat(cheap.getProducts(0).getListPrice().getMinor()).isEqualTo(5_000);
    assertThat(cheap.getFacets().getPrices(0).getMin().getMinor()).isEqualTo(1_000);
    assertThat(product("a").getPrice().getMinor()).isEqualTo(1_500);
    assertThat(product("a").getListPrice().getMinor()).isEqualTo(5_000);
  }

  @Test
  void sale_endsInItsSecond_inSortFilterCountCardAndProduct() {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.saleUntil("a", 5_000, 1_500, "2026-01-01T12:00:00Z");
    owners.price("b", 2_000, 2_000);
    await().untilAsserted(() -> assertThat(costing(1_500) + costing(2_000)).isEqualTo(2));

    clock.set("2026-01-01T11:59:59.999999Z");
    assertThat(byPrice()).containsExactly("a", "b");
    assertThat(product("a").getPrice().getMinor()).isEqualTo(1_500);

    clock.set("2026-01-01T12:00:00Z");
    assertThat(byPrice()).containsExactly("b", "a");
    assertThat(search(request().setMaxPriceMinor(1_600)).getTotal()).isZero();
    assertThat(search(request().setMinPriceMinor(5_000)).getProducts(0).getPrice().getMinor())
        .isEqualTo(5_000);
    assertThat(product("a").getPrice().getMinor()).isEqualTo(5_000);
  }

  @Test
  void product_isAnnounced_whenItsPriceChanges_andNotWhenItsRatingDoes() {
    importAll(List.of(least("a").build(), least("b").build()));
    owners.rating("b", 46, 12);
    await().untilAsserted(() -> assertThat(search(request().setMinStars(4)).getTotal()).isOne());
    owners.price("a", 5_000, 1_500);
    await().untilAsserted(() -> assertThat(costing(1_500)).isOne());
    List<String> before = announced();

    owners.rating("b", 30, 13);
    await().untilAsserted(() -> assertThat(search(request().setMinStars(4)).getTotal()).isZero());
    owners.price("a", 5_000, 5_000);
    await().untilAsserted(() -> assertThat(costing(5_000)).isOne());

    List<String> after = announced();
    assertThat(after.subList(before.size(), after.size())).containsExactly("a");
  }

  private List<String> announced() {
    return texts("SELECT unnest(ids) FROM catalog.changes ORDER BY position");
  }

  private List<String> texts(String sql) {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Product product(String id) {
    return client()
        .getProduct(GetProductRequest.newBuilder().setProductId(id).build())
        .getProduct();
  }

  @Test
  void product_isGone_fromTheMomentOnInWhichItExpires() {
    Product expiring =
        least("a").setExpiresAt(Timestamps.of(Instant.parse("2026-01-01T12:00:00Z"))).build();
    importAll(List.of(expiring, least("b").build()));

    clock.set("2026-01-01T11:59:59.999999Z");
    core.runTimer(Catalog.EXPIRE);
    assertThat(product("a").getId()).isEqualTo("a");
    assertThat(byPrice()).containsExactlyInAnyOrder("a", "b");
    List<String> before = announced();

    clock.set("2026-01-01T12:00:00Z");
    core.assertFails(() -> product("a"), Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT");
    core.runTimer(Catalog.EXPIRE);
    await().untilAsserted(() -> assertThat(byPrice()).containsExactly("b"));
    assertThat(announced().subList(before.size(), announced().size())).contains("a");

    importAll(List.of(expiring));
    core.assertFails(() -> product("a"), Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT");
    assertThat(byPrice()).containsExactly("b");

    importAll(List.of(least("a").build()));
    assertThat(product("a").getId()).isEqualTo("a");
  }

  /** Two that take the same rows in different orders would lock each other out. */
  @Test
  void rows_areTakenInOrder_whereverTheyAreAndHoweverTheyAreTold() throws SQLException {
    importAll(List.of(least("b").build()));
    importAll(List.of(least("a").build()));
    owners.price("a", 900, 900);
    owners.price("b", 900, 900);
    await().untilAsserted(() -> assertThat(costing(900)).isEqualTo(2));
    try (Connection other = core.connection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(LOCKED.formatted("a"));

      owners.prices.clear();
      owners.tellPrices("b", "a");
      await().until(() -> TestDatabase.waitingWith("search_copies") == 1);

      try (ResultSet row = statement.executeQuery(LOCKED.formatted("b"))) {
        assertThat(row.next()).as("b is free while a is waited for").isTrue();
      }
      other.rollback();
    }
    await().untilAsserted(() -> assertThat(costing(500)).isEqualTo(2));
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
    await()
        .untilAsserted(
            () ->
                assertThat(
                        texts(
                            "SELECT resume_token FROM catalog.search_feeds WHERE name = 'prices'"))
                    .containsExactly("2"));
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
