package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static harbor.catalog.ProductRows.money;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.Category;
import harbor.catalog.v1.CategoryPath;
import harbor.catalog.v1.FacetValue;
import harbor.catalog.v1.FoundProduct;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.ListCategoriesRequest;
import harbor.catalog.v1.PriceRange;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.SearchFacets;
import harbor.catalog.v1.SearchOrder;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.catalog.v1.Specification;
import harbor.catalog.v1.SpecificationFilter;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import harbor.kit.service.identity.TestTokens;
import io.grpc.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Search over a socket, on a real database; each test has words of its own among all products. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchIT {
  private final TestCore core = TestCore.start(Catalog.PROCESS);
  private final CatalogServiceBlockingStub client =
      CatalogServiceGrpc.newBlockingStub(core.channel());

  @BeforeAll
  void fill() throws SQLException {
    importAll(
        IntStream.range(0, 300)
            .mapToObj(i -> named("filler-" + i, "Filler number %d of the long row".formatted(i)))
            .toList());
    importAll(lamps());
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          UPDATE catalog.search_copies
          SET rating_tenths = 10 + 10 * (right(product_id, 2)::int % 4), rating_count = 3
          WHERE product_id LIKE 'lamp-%' AND right(product_id, 2)::int < 35
          """);
    }
    importAll(
        Stream.of(
                named("can", "The Can"),
                named("notebook", "Just So notebook"),
                named("clock", "Über-Uhr"),
                named("watering", "Grüne Gießkanne"),
                named("mat", "Fußmatte"),
                named("cup", "Café-Tasse"),
                named("towel-100", "100% cotton towel"),
                named("towel-g", "Towel 1000 g"),
                named("bolt_m4", "bolt_m4"),
                named("bolt-m4", "bolt-m4"),
                named("boltxm4", "boltXm4"),
                named("amp", "L'amp de table"),
                named("phones", "Wireless headphones"),
                least("part").setTitle("Bracket").setMpn("505-178-04-024-257").build())
            .toList());
    importAll(tools());
  }

  @AfterAll
  void close() {
    core.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = SearchOrder.class,
      names = {"SEARCH_ORDER_UNSPECIFIED", "UNRECOGNIZED"},
      mode = EnumSource.Mode.EXCLUDE)
  void pages_haveEachProductOnce_whenManyAreAlike(SearchOrder order) {
    SearchProductsRequest asked = query("shinelamp").setOrder(order).setPageSize(7).build();

    List<SearchProductsResponse> pages = pages(asked);

    List<FoundProduct> all =
        pages.stream().flatMap(page -> page.getProductsList().stream()).toList();
    assertThat(pages).hasSize(7).allSatisfy(page -> assertThat(page.getTotal()).isEqualTo(45));
    assertThat(all).hasSize(45).extracting(FoundProduct::getId).doesNotHaveDuplicates();
    if (order == SearchOrder.SEARCH_ORDER_RATING) {
      assertThat(all.subList(35, 45)).allSatisfy(p -> assertThat(p.getRatingCount()).isZero());
    }
  }

  @Test
  void pages_skipAndRepeatNothingThatDidNotChange_whileOthersDo() {
    importAll(
        IntStream.range(0, 40)
            .mapToObj(i -> priced("moving-%02d".formatted(i), "Movable thing", 1_000 + 10 * i))
            .toList());
    SearchProductsRequest asked =
        query("movable").setOrder(SearchOrder.SEARCH_ORDER_PRICE_ASCENDING).setPageSize(10).build();
    SearchProductsResponse first = client.searchProducts(asked);

    importAll(
        List.of(
            priced("moving-25", "Movable thing", 1),
            priced("moving-03", "Movable thing", 99_999),
            priced("moving-09", "Movable thing", 1_090).toBuilder().setPublished(false).build()));

    List<FoundProduct> all = new ArrayList<>(first.getProductsList());
    pages(asked.toBuilder().setPageToken(first.getNextPageToken()).build())
        .forEach(page -> all.addAll(page.getProductsList()));
    Set<String> changed = Set.of("moving-25", "moving-03", "moving-09");
    assertThat(all)
        .extracting(FoundProduct::getId)
        .filteredOn(id -> !changed.contains(id))
        .hasSize(37)
        .doesNotHaveDuplicates();
    assertThat(all).extracting(product -> product.getPrice().getMinor()).isSorted();
  }

  @Test
  void pageToken_isOfItsQuestion_whateverItsSpelling() {
    SearchProductsRequest asked =
        query("shinelamp")
            .addBrands("Acme")
            .addBrands("Bolt")
            .setOrder(SearchOrder.SEARCH_ORDER_PRICE_ASCENDING)
            .setPageSize(7)
            .build();
    SearchProductsRequest next =
        asked.toBuilder().setPageToken(client.searchProducts(asked).getNextPageToken()).build();

    SearchProductsResponse second = client.searchProducts(next);
    assertThat(
            client.searchProducts(
                next.toBuilder()
                    .clearBrands()
                    .addAllBrands(List.of("Bolt", "Acme"))
                    .setQuery(" SHINELAMP ")
                    .build()))
        .isEqualTo(second);
    assertThat(client.searchProducts(next.toBuilder().setPageSize(3).build()).getProductsList())
        .isEqualTo(second.getProductsList().subList(0, 3));
    assertRefusesToken(next.toBuilder().setOrder(SearchOrder.SEARCH_ORDER_RATING).build());
    assertRefusesToken(next.toBuilder().setQuery("shinelamps").build());
    assertRefusesToken(next.toBuilder().clearBrands().build());
  }

  @Test
  void pageToken_isRefused_whenItIsDamagedOrOfAnotherProcess() {
    SearchProductsRequest asked = query("shinelamp").setPageSize(7).build();
    String token = client.searchProducts(asked).getNextPageToken();

    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertRefusesToken(asked.toBuilder().setPageToken(changed).build());
    }
    String last = token.substring(token.length() - 1);
    String neighbour = Character.toString(last.charAt(0) + 1);
    for (String damaged :
        List.of(
            token.substring(1),
            token.substring(0, token.length() - 1),
            token + token,
            token.substring(0, token.length() - 1) + neighbour,
            "A".repeat(4_096))) {
      assertRefusesToken(asked.toBuilder().setPageToken(damaged).build());
    }
    CatalogServiceBlockingStub mobile =
        CatalogServiceGrpc.newBlockingStub(
            core.with(
                TestTokens.calling(
                    "mobile-bff", "catalog", Caller.ANONYMOUS, InstantSource.system())));
    String ofMobile = mobile.searchProducts(asked).getNextPageToken();
    assertThat(mobile.searchProducts(asked.toBuilder().setPageToken(ofMobile).build()).getTotal())
        .isEqualTo(45);
    assertRefusesToken(asked.toBuilder().setPageToken(ofMobile).build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lamp'", "L‘amp", "Ｌ＇amp", "12\" pan", "\"desk lamp\"", "a & b", "!", ":*", "(", ")", "\\",
        "size:lamp", "lamp -", "lamp |", "''", "'", "lamp:*A", "<->", "\\'", "%", "_",
            "lamp <2> desk",
        "headphnes'", "🙂", "İ", "\u202E", "<b>", "${x}", ":wide", "a?b", "--", "NULL", "{a,b}"
      })
  void query_isNeverTakenForOperators(String text) {
    for (boolean facets : List.of(true, false)) {
      SearchProductsResponse found =
          client.searchProducts(query(text).setIncludeFacets(facets).build());

      assertThat(found.getTotal()).isLessThan(100);
    }
  }

  @Test
  void query_findsTheSame_whicheverApostropheItHas() {
    assertThat(ids("L‘amp")).containsExactlyElementsOf(ids("L'amp")).contains("amp");
    assertThat(ids("Ｌ＇amp")).containsExactlyElementsOf(ids("L'amp"));
  }

  @Test
  void stopWords_areNames_whenThereIsNothingElse() {
    assertThat(ids("the can").getFirst()).isEqualTo("can");
    assertThat(ids("just so").getFirst()).isEqualTo("notebook");
    assertThat(ids("über").getFirst()).isEqualTo("clock");
    assertThat(client.searchProducts(query("the").build()).getTotal()).isLessThan(310);
    assertThat(ids("the notebook")).containsExactly("notebook");
  }

  @Test
  void blankQuery_isTheListing() {
    SearchProductsResponse all = client.searchProducts(query("").build());
    SearchProductsResponse blank = client.searchProducts(query(" \u00A0\t").build());

    assertThat(blank).isEqualTo(all);
    assertThat(all.getTotal()).isGreaterThan(350);
    assertThat(all.getOrder()).isEqualTo(SearchOrder.SEARCH_ORDER_NEWEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grüne", "GRÜNE", "gruene", "grune", "gru\u0308ne", "ｇｒüｎｅ"})
  void umlaut_isFound_howeverItIsWritten(String text) {
    assertThat(ids(text)).containsExactly("watering");
  }

  @Test
  void words_areFound_withoutAccentsAndWithinCompounds() {
    assertThat(ids("giesskanne")).containsExactly("watering");
    assertThat(ids("kanne")).containsExactly("watering");
    assertThat(ids("fussmatte")).containsExactly("mat");
    assertThat(ids("cafe")).containsExactly("cup");
    assertThat(ids("tassen")).containsExactly("cup");
    assertThat(ids("ü")).isEmpty();
  }

  @Test
  void signs_tellWordsApart() {
    assertThat(ids("100%")).containsExactly("towel-100");
    assertThat(ids("bolt_m4")).containsExactly("bolt_m4");
    assertThat(ids("bolt-m4")).contains("bolt-m4").doesNotContain("boltxm4");
    assertThat(ids("%")).isEmpty();
    assertThat(ids("_")).isEmpty();
  }

  @Test
  void typingMistakes_areForgiven_whenNothingFits() {
    assertThat(ids("hedphones")).containsExactly("phones");
    assertThat(ids("headhpones")).containsExactly("phones");
    assertThat(ids("wirelessheadphones")).containsExactly("phones");
    assertThat(ids("head")).containsExactly("phones");
    assertThat(ids("qqqqzzzz")).isEmpty();
  }

  @Test
  void partNumber_isFound_withAndWithoutItsSigns() {
    assertThat(ids("505-178-04-024-257")).containsExactly("part");
    assertThat(ids("50517804024257")).containsExactly("part");
    assertThat(ids("505 178 04 024 257")).containsExactly("part");
    assertThat(ids("filler-17")).contains("filler-17");
  }

  @Test
  void zeroByte_isRefused_namingTheField() {
    assertInvalid(query("a\0b"), "INVALID_QUERY", "query");
    assertInvalid(query("a").addBrands("\0"), "INVALID_FILTER", "brands");
    assertInvalid(query("a").setCategory("\0"), "INVALID_FILTER", "category");
    assertInvalid(
        query("a").addSpecifications(SpecificationFilter.newBuilder().setName("\0")),
        "INVALID_FILTER",
        "specifications");
  }

  @Test
  void badFilters_areRefused_namingTheField() {
    assertInvalid(query("a".repeat(201)), "INVALID_QUERY", "query");
    assertInvalid(query("").setMinPriceMinor(-1), "INVALID_FILTER", "min_price_minor");
    assertInvalid(
        query("").setMinPriceMinor(2).setMaxPriceMinor(1), "INVALID_FILTER", "max_price_minor");
    assertInvalid(query("").setMinStars(6), "INVALID_FILTER", "min_stars");
    assertInvalid(query("").setPageSize(101), "INVALID_PAGE_SIZE", "page_size");
    core.assertFails(
        () -> client.searchProducts(query("").setCategory("c/none").build()),
        Status.Code.NOT_FOUND,
        "UNKNOWN_CATEGORY");
    core.assertFails(
        () -> client.searchProducts(query("").setCategory("%").build()),
        Status.Code.NOT_FOUND,
        "UNKNOWN_CATEGORY");
  }

  @Test
  void facets_countTheRowsOfAllPages() throws SQLException {
    soldOut("tool-0");
    SearchProductsRequest asked =
        query("").setCategory("c/tools").setPageSize(4).setIncludeFacets(true).build();

    List<SearchProductsResponse> pages = pages(asked);

    assertThat(pages).allSatisfy(page -> assertThat(page.getTotal()).isEqualTo(7));
    assertThat(pages.stream().mapToInt(SearchProductsResponse::getProductsCount).sum())
        .isEqualTo(7);
    SearchProductsResponse page = pages.getFirst();
    assertThat(page.getFacets().getBrandsList())
        .containsExactly(value("Acme", 4), value("Bolt", 3));
    assertThat(page.getFacets().getPricesList().stream().mapToInt(PriceRange::getCount).sum())
        .isEqualTo(7);
    assertThat(page.getFacets().getCategoriesList())
        .extracting(Category::getPath, Category::getProductCount)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("c/tools/saws", 2));
    assertThat(page.getFacets().getSpecificationsList())
        .singleElement()
        .satisfies(
            facet -> {
              assertThat(facet.getName()).isEqualTo("Colour");
              assertThat(facet.getValuesList()).containsExactly(value("red", 4), value("blue", 3));
            });
    assertThat(page.getCategory().getNamesList()).containsExactly("C", "Tools");
    assertThat(
            client.listCategories(ListCategoriesRequest.getDefaultInstance()).getCategoriesList())
        .filteredOn(category -> category.getPath().startsWith("c"))
        .extracting(Category::getPath, Category::getProductCount)
        .contains(
            org.assertj.core.groups.Tuple.tuple("c", 7),
            org.assertj.core.groups.Tuple.tuple("c/tools", 7),
            org.assertj.core.groups.Tuple.tuple("c/tools/saws", 2));
  }

  @Test
  void facets_haveTheFirstValues_andSayWhetherThereAreMore() {
    SearchProductsRequest asked =
        query("drill").setCategory("c/tools").setIncludeFacets(true).build();

    SearchFacets few =
        client.searchProducts(asked.toBuilder().setMaxFacetValues(1).build()).getFacets();
    SearchFacets all =
        client.searchProducts(asked.toBuilder().setMaxFacetValues(2).build()).getFacets();

    assertThat(few.getBrandsList()).containsExactly(value("Acme", 4));
    assertThat(few.getHasMoreBrands()).isTrue();
    assertThat(few.getSpecifications(0).getValuesList()).containsExactly(value("red", 4));
    assertThat(few.getSpecifications(0).getHasMoreValues()).isTrue();
    assertThat(few.getPricesList()).isEqualTo(all.getPricesList());
    assertThat(all.getBrandsCount()).isEqualTo(2);
    assertThat(all.getHasMoreBrands()).isFalse();
    assertThat(all.getSpecifications(0).getHasMoreValues()).isFalse();
    assertInvalid(asked.toBuilder().setMaxFacetValues(51), "INVALID_FILTER", "max_facet_values");
  }

  @Test
  void category_hasAlsoWhatHasItsPlaceElsewhere() {
    importAll(
        List.of(
            least("elsewhere")
                .addFurtherCategoryPaths(
                    CategoryPath.newBuilder().addNames("Gifts").addNames("For tea"))
                .build()));

    for (String category : List.of("gifts", "gifts/for-tea")) {
      assertThat(client.searchProducts(query("").setCategory(category).build()).getProductsList())
          .extracting(FoundProduct::getId)
          .containsExactly("elsewhere");
    }
  }

  @Test
  void filters_leaveWhatTheirFacetsCounted() throws SQLException {
    soldOut("tool-0");
    SearchProductsRequest asked =
        query("drill").setCategory("c/tools").setIncludeFacets(true).build();
    SearchProductsResponse all = client.searchProducts(asked);

    all.getFacets()
        .getBrandsList()
        .forEach(
            brand ->
                assertThat(
                        client
                            .searchProducts(asked.toBuilder().addBrands(brand.getValue()).build())
                            .getTotal())
                    .isEqualTo(brand.getCount()));
    all.getFacets()
        .getPricesList()
        .forEach(
            range -> {
              SearchProductsRequest.Builder within =
                  asked.toBuilder().setMinPriceMinor(range.getMin().getMinor());
              if (range.hasMax()) {
                within.setMaxPriceMinor(range.getMax().getMinor());
              }
              assertThat(client.searchProducts(within.build()).getTotal())
                  .isEqualTo(range.getCount());
            });
    all.getFacets()
        .getSpecificationsList()
        .forEach(
            property ->
                property
                    .getValuesList()
                    .forEach(
                        one ->
                            assertThat(
                                    client
                                        .searchProducts(
                                            asked.toBuilder()
                                                .addSpecifications(
                                                    SpecificationFilter.newBuilder()
                                                        .setName(property.getName())
                                                        .setValue(one.getValue()))
                                                .build())
                                        .getTotal())
                                .isEqualTo(one.getCount())));
    assertThat(client.searchProducts(asked.toBuilder().setAvailableOnly(true).build()).getTotal())
        .isEqualTo(all.getFacets().getAvailableCount());
  }

  /** What is never sent cannot be guessed from what is found, counted, or from the order either. */
  @Test
  void internalFields_changeNothingThatIsFound() {
    List<Product> pans =
        List.of(
            priced("pan-1", "Hushpan small", 900),
            priced("pan-2", "Hushpan medium", 900),
            priced("pan-3", "Hushpan large", 1_900));
    importAll(pans);
    List<SearchProductsResponse> before = everythingFound("hushpan");

    importAll(
        pans.stream()
            .map(
                pan ->
                    pan.toBuilder()
                        .setSupplierCost(money(410))
                        .addSegmentTags("clearance-tier3")
                        .setSourceFeed("hushfeed")
                        .setSupplierId("hushsupplier")
                        .setSource("hushsource")
                        .build())
            .sorted(Comparator.comparing(Product::getId).reversed())
            .toList());

    assertThat(everythingFound("hushpan")).isEqualTo(before).hasSize(10);
    assertThat(before.toString()).contains("pan-1");
    for (String hidden :
        List.of("clearance-tier3", "clearance", "hushfeed", "hushsupplier", "hushsource", "4.10")) {
      assertThat(ids(hidden)).as(hidden).doesNotContain("pan-1", "pan-2", "pan-3");
    }
  }

  /** All pages of two, in each order, with what they count and the tokens that lead on. */
  private List<SearchProductsResponse> everythingFound(String text) {
    return Stream.of(SearchOrder.values())
        .filter(
            order ->
                order != SearchOrder.SEARCH_ORDER_UNSPECIFIED && order != SearchOrder.UNRECOGNIZED)
        .map(order -> query(text).setOrder(order).setPageSize(2).setIncludeFacets(true).build())
        .flatMap(asked -> pages(asked).stream())
        .toList();
  }

  @Test
  void olderRows_areFoundAgain_whenTheServiceStarts() throws SQLException {
    importAll(List.of(named("older", "Antediluvian thing")));
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM catalog.search_products WHERE product_id = 'older'");
      statement.execute("UPDATE catalog.categories SET slug = NULL");
    }
    assertThat(ids("antediluvian")).isEmpty();

    try (TestCore again =
        TestCore.sharing(
            Catalog.PROCESS,
            core.database(),
            InstantSource.system(),
            (other, _) -> other + ".invalid:1")) {
      assertThat(
              CatalogServiceGrpc.newBlockingStub(again.channel())
                  .searchProducts(query("antediluvian").setCategory("home").build())
                  .getTotal())
          .isEqualTo(1);
    }
  }

  private static List<Product> lamps() {
    return IntStream.range(0, 45)
        .mapToObj(
            i ->
                priced("lamp-%02d".formatted(i), "Shinelamp", i < 30 ? 1_999 : 2_000 + i)
                    .toBuilder()
                    .setBrand(i % 3 == 0 ? "Acme" : i % 3 == 1 ? "Bolt" : "Core")
                    .build())
        .toList();
  }

  /** Ten drills, of which seven are shown. */
  private static List<Product> tools() {
    return IntStream.range(0, 10)
        .mapToObj(
            i ->
                least("tool-" + i)
                    .setTitle("Drill " + i)
                    .setBrand(i > 6 ? "Core" : i < 4 ? "Acme" : "Bolt")
                    .setListPrice(money(1_000 + 3_000 * i))
                    .setPrice(money(1_000 + 3_000 * i))
                    .clearCategoryPath()
                    .addAllCategoryPath(
                        i == 1 || i == 2 ? List.of("C", "Tools", "Saws") : List.of("C", "Tools"))
                    .addSpecifications(
                        Specification.newBuilder()
                            .setName("Colour")
                            .setValue(i % 2 == 0 ? "red" : "blue"))
                    .addSpecifications(
                        Specification.newBuilder().setName("Serial").setValue("S" + i))
                    .setPublished(i < 7)
                    .build())
        .toList();
  }

  private void soldOut(String id) throws SQLException {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE catalog.search_copies SET availability = CASE product_id WHEN '%s' THEN 'OUT_OF_STOCK' ELSE 'AVAILABLE' END"
              .formatted(id));
    }
  }

  private static Product named(String id, String title) {
    return least(id).setTitle(title).build();
  }

  private static Product priced(String id, String title, long minor) {
    return least(id).setTitle(title).setListPrice(money(minor)).setPrice(money(minor)).build();
  }

  private static FacetValue value(String value, int count) {
    return FacetValue.newBuilder().setValue(value).setCount(count).build();
  }

  private void importAll(List<Product> rows) {
    assertThat(
            client
                .importProducts(ImportProductsRequest.newBuilder().addAllProducts(rows).build())
                .getReport()
                .getRefusedList())
        .isEmpty();
  }

  private static SearchProductsRequest.Builder query(String text) {
    return SearchProductsRequest.newBuilder().setQuery(text);
  }

  private List<String> ids(String text) {
    return client.searchProducts(query(text).setPageSize(100).build()).getProductsList().stream()
        .map(FoundProduct::getId)
        .toList();
  }

  /** All pages from one on. */
  private List<SearchProductsResponse> pages(SearchProductsRequest asked) {
    List<SearchProductsResponse> pages = new ArrayList<>();
    Set<String> tokens = new HashSet<>();
    SearchProductsRequest next = asked;
    do {
      SearchProductsResponse page = client.searchProducts(next);
      pages.add(page);
      next = asked.toBuilder().setPageToken(page.getNextPageToken()).build();
    } while (!next.getPageToken().isEmpty() && tokens.add(next.getPageToken()));
    return pages;
  }

  private void assertRefusesToken(SearchProductsRequest request) {
    core.assertFails(
        () -> client.searchProducts(request), Status.Code.INVALID_ARGUMENT, "INVALID_PAGE_TOKEN");
  }

  private void assertInvalid(SearchProductsRequest.Builder request, String reason, String field) {
    core.assertFails(
        () -> client.searchProducts(request.build()), Status.Code.INVALID_ARGUMENT, reason);
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () -> client.searchProducts(request.build())))
        .hasMessageContaining(field);
  }
}
