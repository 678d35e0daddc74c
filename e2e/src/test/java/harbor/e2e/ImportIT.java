package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports by the command into a store of their own: what they end in, and what people see then. */
class ImportIT {
  private static final int PRODUCTS = 2_400;

  private static final long SALE_MILLIS = 4_000;

  private static final String HEADER = "id\ttitle\tprice\tavailability\tproduct_type\n";

  /** A call stores so many. */
  private static final long BATCH = 500;

  /** A call withdraws so many. */
  private static final long CALL = 1_000;

  /** Products that search finds though they are withdrawn, or does not find though they are not. */
  private static final String HALF_WITHDRAWN =
      """
      SELECT count(*)
      FROM catalog.products AS p
      LEFT JOIN catalog.search_products AS s ON s.product_id = p.id
      WHERE (p.withdrawn_at IS NULL) <> (s.product_id IS NOT NULL)
      """;

  /** Products in the catalogue of which another service knows nothing. */
  private static final String HALF_STORED =
      """
      SELECT count(*)
      FROM catalog.products AS p
      WHERE NOT EXISTS (SELECT FROM inventory.stock AS s WHERE s.product_id = p.id)
        OR NOT EXISTS (SELECT FROM pricing.prices AS s WHERE s.product_id = p.id)
        OR NOT EXISTS (SELECT FROM recommendations.profiles AS s WHERE s.product_id = p.id)
      """;

  private static final String PRODUCTS_FOR_SALE =
      """
      SELECT p.id, (to_jsonb(p) - '{supplier_cost_minor, supplier_cost_currency, segment_tags,
        source_feed, source, supplier_id, created_at, created_by, updated_at, updated_by,
        version}'::text[])
        || jsonb_build_array(s.currency, s.list_minor, s.sale_minor, s.sale_from, s.sale_until)
      FROM catalog.products AS p
      JOIN pricing.prices AS s ON s.product_id = p.id
      WHERE p.published AND p.withdrawn_at IS NULL
        AND (p.expires_at IS NULL OR p.expires_at > now())
      """;

  private static final String WITHDRAWN =
      "SELECT count(*) FROM catalog.products WHERE withdrawn_at IS NOT NULL";

  private static final String WITHDRAWING =
      """
      SELECT count(*)
      FROM pg_stat_activity
      WHERE query LIKE '%SET withdrawn_at%' AND state <> 'idle' AND pid <> pg_backend_pid()
      """;

  private static final String RECORDED =
      "SELECT count(*) FROM inventory.stock WHERE product_id = 'PRE' AND version = 2";

  private static final String ALL = "SELECT count(*) FROM catalog.products WHERE source = 'erp'";

  /** What can stand in one segment of a path once percent-encoded, 1 to 50 characters. */
  private static final List<String> IDS =
      List.of(
          "7",
          "A B",
          "sku:1+2",
          "größe [M]",
          "50%",
          "%2F",
          "a?b#c&d=e",
          "x;y,z",
          "(1)*'!@$~",
          "日本 {Size}",
          "a..b",
          "-",
          "|^`\"",
          "ü".repeat(50));

  private static Path data;

  private static Store store;

  @BeforeAll
  static void importFeed() throws Exception {
    data = Store.freshData();
    store = Store.start(data, Map.of("HARBOR_DEMO", "none"));
    Path feed =
        Files.writeString(
            data.resolveSibling("ids.csv"),
            IDS.stream()
                .map(
                    id ->
                        "\"%s\",t,10.00 EUR,in_stock,C,,https://img.example/pictures of %s.jpg\n"
                            .formatted(id.replace("\"", "\"\""), segment(id)))
                .collect(
                    joining(
                        "",
                        "id,title,price,availability,product_type,availability_date,image_link\n",
                        "PRE,t,10.00 EUR,in_stock,C,2100-01-01T00:00Z,\n")));
    assertThat(finished(importing("ids", feed))).contains("15 read, 15 created");
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Test
  void everyId_isGoodOnEveryRoute() throws Exception {
    Visitor visitor = new Visitor(store);
    visitor.signIn("ada");
    String cart = tree(accepted(visitor.browser("POST", "/web/carts", "{}"))).get("id").asText();

    for (String id : IDS) {
      String segment = segment(id);
      for (String path :
          List.of("/mobile/v1/products/", "/mobile/products/", "/mobile/v2/products/")) {
        assertThat(tree(accepted(visitor.phone("GET", path + segment, ""))).get("id").asText())
            .isEqualTo(id);
      }
      var _ = accepted(visitor.at("watch-bff", "GET", "/watch/v1/products/" + segment, ""));
      JsonNode page = tree(accepted(visitor.browser("GET", "/web/products/" + segment, "")));
      assertThat(page.get("id").asText()).isEqualTo(id);
      for (String list : List.of("favourites", "recently-seen")) {
        var _ = accepted(visitor.browser("PUT", "/web/account/" + list + "/" + segment, ""));
      }
      var _ = accepted(visitor.browser("POST", "/web/carts/" + cart + "/lines", line(id)));
    }

    for (String list :
        List.of("/web/account/favourites", "/web/account/recently-seen", "/web/carts/" + cart)) {
      assertThat(accepted(visitor.browser("GET", list, "")).body())
          .as(list)
          .contains(IDS.stream().map(ImportIT::quoted).toList());
    }
  }

  /** Every read that the documents offer of a product, and every link in what is answered. */
  @Test
  void everyRead_takesEveryId_andEveryLinkLeadsToItsProduct() throws Exception {
    Visitor grace = new Visitor(store);
    grace.signIn("grace");
    String cart = tree(accepted(grace.browser("POST", "/web/carts", "{}"))).get("id").asText();
    for (String id : IDS) {
      var _ = accepted(grace.browser("POST", "/web/carts/" + cart + "/lines", line(id)));
      var _ = accepted(grace.browser("PUT", "/web/account/favourites/" + segment(id), ""));
    }
    var _ = grace.offer(cart);
    List<ProductRead> reads = ProductRead.all(grace);
    AnsweredLinks links = new AnsweredLinks();
    for (ProductRead read : reads) {
      for (String id : IDS) {
        HttpResponse<String> answer = PricedPage.whole(() -> read.ask(grace, segment(id)));
        if (read.isOfOneProduct() && !read.bff().equals("watch-bff")) {
          assertThat(tree(answer).get("id").asText()).as(read.target()).isEqualTo(id);
        }
        links.addAll(answer);
      }
    }
    for (String path :
        List.of(
            "/web/home",
            "/web/dashboard",
            "/web/search?q=t&pageSize=50",
            "/web/categories/c",
            "/web/account/favourites",
            "/web/carts/" + cart,
            "/web/checkout?country=DE&cartId=" + cart)) {
      links.addAll(PricedPage.whole(() -> grace.browser("GET", path, "")));
    }

    assertThat(reads).hasSize(16);
    Map<String, Set<URI>> products = links.to("/p/");
    assertThat(products)
        .containsKeys(
            "link",
            "lines.link",
            "products.link",
            "relatedProducts.link",
            "seo.canonical",
            "seo.jsonLd.offers.url");
    for (URI link : products.values().stream().flatMap(Set::stream).collect(toSet())) {
      String segment = link.getRawPath().substring("/p/".length());
      JsonNode page =
          tree(PricedPage.whole(() -> grace.browser("GET", "/web/products/" + segment, "")));
      assertThat("/p/" + page.get("id").asText()).isEqualTo(link.getPath());
      assertThat(page.get("link").asText()).isEqualTo(link.getRawPath());
    }
    assertThat(links.to("/pictures of "))
        .containsKeys("images.url", "images.thumbnailUrl", "seo.jsonLd.image")
        .allSatisfy(
            (_, pictures) ->
                assertThat(pictures)
                    .extracting(URI::getPath)
                    .isSubsetOf(IDS.stream().map(id -> "/pictures of " + id + ".jpg").toList()));
  }

  @Test
  void everyId_canBeOrdered_watched_reviewedAndEdited() throws Exception {
    Visitor ada = new Visitor(store);
    ada.signIn("ada");
    Visitor grace = new Visitor(store);
    grace.signIn("grace");
    String cart = tree(accepted(ada.browser("POST", "/web/carts", "{}"))).get("id").asText();
    for (String id : IDS) {
      var _ = accepted(ada.browser("POST", "/web/carts/" + cart + "/lines", line(id)));
    }
    JsonNode offer = ada.offer(cart);
    JsonNode order =
        tree(
            accepted(
                ada.browser(
                    "POST",
                    "/web/orders",
                    """
                    {"offerId":"%s","cardToken":"tok_approve","mail":"ada@example.com","address":
                    {"name":"Ada","lines":["A 1"],"city":"Ort","country":"DE","postalCode":"28197"}}
                    """
                        .formatted(offer.get("offerId").asText()),
                    "Idempotency-Key",
                    "ids")));
    assertThat(order.get("status").asText()).isEqualTo("confirmed");

    for (String id : IDS) {
      String segment = segment(id);
      for (String path :
          List.of("/web/orders/" + order.get("id").asText(), "/web/events?products=" + segment)) {
        assertThat(accepted(ada.browser("GET", path, "")).body()).as(path).contains(quoted(id));
      }
      assertThat(
              accepted(grace.browser("GET", "/web/admin/orders?lines.productId=" + segment, ""))
                  .body())
          .contains(quoted(id));
      var _ =
          accepted(
              ada.browser(
                  "POST",
                  "/web/products/" + segment + "/reviews",
                  "{\"rating\":5,\"title\":\"Good\",\"body\":\"It is.\",\"author\":\"A\"}"));
      edit(grace, "products", id, "{\"description\":\"edited\"}");
      edit(grace, "prices", id, "{\"listMinor\":1100}");
      edit(grace, "stock", id, "{\"status\":\"out_of_stock\"}");
    }
  }

  /** Of the row as it is now. */
  private static void edit(Visitor who, String table, String id, String body) throws Exception {
    String path = "/web/admin/" + table;
    JsonNode row =
        tree(accepted(who.browser("GET", path + "?id=" + segment(id), ""))).at("/rows/0");
    assertThat(row.get("id").asText()).isEqualTo(id);
    JsonNode edited =
        tree(
            accepted(
                who.browser(
                    "PATCH",
                    path + "/" + segment(id),
                    body,
                    "If-Match",
                    "\"" + row.get("version").asText() + "\"")));
    assertThat(edited.get("id").asText()).isEqualTo(id);
  }

  private static String segment(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String line(String id) {
    return new ObjectMapper().createObjectNode().put("productId", id).put("quantity", 1).toString();
  }

  private static String quoted(String id) {
    return new ObjectMapper().getNodeFactory().textNode(id).toString();
  }

  @Test
  void preorder_isAvailable_byTheClockAlone_onBothBffsWithTheirCaches() throws Exception {
    awaitStatus("preorder");

    execute(
        "UPDATE inventory.stock SET available_from = now() + interval '1 s' WHERE product_id ="
            + " 'PRE'");

    awaitStatus("available");
    await().until(() -> number(RECORDED) == 1);
  }

  /**
   * Asked a second after a moment, every page shows the price from then on, as every answer before
   * it shows the one until then; by the database's clock, with the caches of both BFFs warm.
   */
  @Test
  void sale_beginsAndEnds_byTheClockAlone_onEveryPage() throws Exception {
    Visitor guest = new Visitor(store);
    long started = System.nanoTime();
    assertThat(finished(importing("sale", sold("SALE,Weatherglass,18.00 EUR,,"))))
        .contains("2 created");
    long imports = Duration.ofNanos(System.nanoTime() - started).toMillis();
    List<PricedPage> pages = PricedPage.all(guest, "SALE", "weatherglass", "barometers", "BESIDE");
    for (PricedPage page : pages) {
      await().until(page::price, price -> price == 1_800);
    }
    try (Connection database = DriverManager.getConnection(store.databaseUrl())) {
      long begins = PricedPage.now(database) + 2 * imports + 3_000;
      long ends = begins + SALE_MILLIS;
      String range = Instant.ofEpochMilli(begins) + "/" + Instant.ofEpochMilli(ends);
      assertThat(
              finished(importing("sale", sold("SALE,Weatherglass,20.00 EUR,15.00 EUR," + range))))
          .contains("1 updated");
      assertThat(PricedPage.now(database))
          .as("the import took too long")
          .isLessThan(begins - 1_000);
      for (PricedPage page : pages) {
        await().until(page::price, price -> price == 2_000);
      }

      PricedPage.awaitChange(pages, database, begins, 2_000, 1_500);
      JsonNode onSale =
          tree(PricedPage.whole(() -> guest.browser("GET", "/web/products/SALE", "")));
      assertThat(onSale.at("/oldPrice/minor").asLong()).isEqualTo(2_000);
      assertThat(onSale.at("/discount/lowestBeforeSale/minor").asLong()).isEqualTo(1_800);

      PricedPage.awaitChange(pages, database, ends, 1_500, 2_000);
      JsonNode after = tree(PricedPage.whole(() -> guest.browser("GET", "/web/products/SALE", "")));
      assertThat(after.has("oldPrice") || after.has("discount")).isFalse();

      // The counter-test: these pages come from caches, which hear of nothing but what is
      // announced.
      execute(database, "UPDATE pricing.prices SET list_minor = 2100 WHERE product_id = 'SALE'");
      assertThat(pages.getFirst().price()).isEqualTo(2_000);
    }
  }

  private static Path sold(String row) throws IOException {
    return Files.writeString(
        data.resolveSibling("sale.csv"),
        "id,title,price,sale_price,sale_price_effective_date,availability,product_type\n"
            + row
            + ",in_stock,Barometers\nBESIDE,Hygrometer,9.00 EUR,,,in_stock,Barometers\n");
  }

  /** The shipped catalogue, out of one store by the command and into one that has none of it. */
  @Test
  void export_intoAnotherStore_givesEqualProducts() throws Exception {
    Store other = RunningStore.get();
    Visitor there = new Visitor(other);
    Map<String, String> exported = products(other);
    assertThat(exported).hasSizeGreaterThan(100);
    Path xml = data.resolveSibling("exported.xml");
    assertThat(there.said("export", "--feed", xml.toString())).isEmpty();
    Path tsv =
        Files.writeString(
            data.resolveSibling("exported.tsv"),
            there.said("export", "--feed", "-", "--format", "TSV"));

    String all = "%,d".formatted(exported.size());
    assertThat(finished(importing("fair", xml)))
        .contains(all + " read, " + all + " created, 0 updated, 0 unchanged, 0 refused");
    Map<String, String> imported = products(store);
    imported.keySet().retainAll(exported.keySet());
    assertThat(imported).isEqualTo(exported);
    assertThat(finished(importing("fair", tsv)))
        .contains(all + " read, 0 created, 0 updated, " + all + " unchanged, 0 refused");

    // With stock and what else only the services know, and nothing that is internal.
    String again = new Visitor(store).said("export", "--feed", "-", "--format", "tsv");
    assertThat(again.lines()).containsAll(Files.readAllLines(tsv));
    assertThat(Files.readString(tsv) + Files.readString(xml))
        .doesNotContain("cost_of_goods", "custom_label", "fair", "products.tsv");
  }

  /** All that is for sale, without what is internal, by id. */
  private static Map<String, String> products(Store of) throws SQLException {
    Map<String, String> products = new TreeMap<>();
    try (Connection database = DriverManager.getConnection(of.databaseUrl());
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(PRODUCTS_FOR_SALE)) {
      while (rows.next()) {
        products.put(rows.getString(1), rows.getString(2));
      }
    }
    return products;
  }

  private static String phone(String id) {
    return Http.text(
        Http.get(store.mobile("/mobile/v1/products/" + id), "Accept", "application/json"));
  }

  private static void awaitStatus(String status) {
    await()
        .untilAsserted(
            () -> {
              assertThat(phone("PRE")).contains("\"stockStatus\":\"" + status + "\"");
              assertThat(Http.text(Http.get(store.web("/web/products/PRE"))))
                  .contains("\"status\":\"" + status + "\"");
            });
  }

  /** A row that somebody else has locked holds the import where it is to be killed. */
  @Test
  void completeImport_endsInTheSameState_whenItAndTheStoreAreKilledInTheMiddle() throws Exception {
    Path first = feed("first.tsv", _ -> true, "10.00 EUR");
    Path second = feed("second.tsv", ImportIT::stays, "12.00 EUR");

    killWhileRowsAreStored(first);
    assertThat(number(WITHDRAWN)).isZero();
    assertThat(finished(first))
        .contains("2,400 read, 1,400 created, 0 updated, 1,000 unchanged, 0 refused");

    killWhileProductsAreWithdrawn(second, Process::destroyForcibly);
    await().until(() -> number(WITHDRAWING) == 0);
    assertThat(number(WITHDRAWN)).isIn(CALL, 1_800L);
    // Back to the first list, so that the second one is killed in the middle again.
    assertThat(finished(first)).contains("2,400 read, 0 created, ");
    assertThat(number(WITHDRAWN)).isZero();

    Process orphan = killWhileProductsAreWithdrawn(second, _ -> store.kill());
    assertThat(orphan.waitFor()).isEqualTo(1);
    store = Store.start(data, Map.copyOf(store.environment()));
    assertThat(number(WITHDRAWN)).isEqualTo(CALL);
    assertWhole();

    assertThat(finished(second))
        .contains("600 read, 0 created, 0 updated, 600 unchanged, 0 refused")
        .contains("800 products of source erp are not in the file and are withdrawn");
    assertThat(number(WITHDRAWN)).isEqualTo(1_800);
    assertWhole();
    assertThat(Http.get(store.web("/web/products/K0001")).statusCode()).isEqualTo(410);
    assertThat(phone("K2000")).contains("\"price\":1200");

    // The counter-test: a product that is half withdrawn is seen.
    execute("DELETE FROM catalog.search_products WHERE product_id = 'K2000'");
    assertThat(number(HALF_WITHDRAWN)).isEqualTo(1);
  }

  /** The second list: 1,800 of the first one are missing, and all others cost more. */
  private static boolean stays(int product) {
    return product >= 1_800;
  }

  /** Ends the importer when the third of five batches waits for a row. */
  private static void killWhileRowsAreStored(Path feed) throws Exception {
    try (Connection other = DriverManager.getConnection(store.databaseUrl())) {
      other.setAutoCommit(false);
      execute(
          other,
          """
          INSERT INTO inventory.stock
            (product_id, status, counted, min_handling_days, max_handling_days, created_by, updated_by)
          VALUES ('K1200', 'AVAILABLE', false, 0, 0, 'test', 'test')
          """);
      Process importing = importing(feed).process();
      awaitWaiting("INSERT INTO stock ");
      importing.destroyForcibly().waitFor();
    }
    assertThat(number(ALL)).isEqualTo(2 * BATCH);
    assertWhole();
  }

  /** What is killed. */
  private interface Kill {
    void kill(Process importing);
  }

  /** Kills when the second of two withdrawals waits for a row. */
  private static Process killWhileProductsAreWithdrawn(Path feed, Kill victim) throws Exception {
    Process importing;
    try (Connection other = DriverManager.getConnection(store.databaseUrl())) {
      other.setAutoCommit(false);
      execute(other, "SELECT FROM catalog.products WHERE id = 'K1500' FOR UPDATE");
      importing = importing(feed).process();
      awaitWaiting("SET withdrawn_at");
      assertThat(number(WITHDRAWN)).isEqualTo(CALL);
      assertThat(number(HALF_WITHDRAWN)).isZero();
      victim.kill(importing);
    }
    return importing;
  }

  private static void awaitWaiting(String statement) {
    await()
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () ->
                number(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                            + " AND query LIKE '%"
                            + statement
                            + "%'")
                    > 0);
  }

  private static void assertWhole() throws SQLException {
    assertThat(number(HALF_WITHDRAWN)).isZero();
    assertThat(number(HALF_STORED)).isZero();
  }

  private static long number(String query) throws SQLException {
    try (Connection database = DriverManager.getConnection(store.databaseUrl());
        Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static void execute(String sql) throws SQLException {
    try (Connection database = DriverManager.getConnection(store.databaseUrl())) {
      execute(database, sql);
    }
  }

  private static void execute(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Path feed(String name, IntPredicate which, String price) throws IOException {
    return Files.writeString(
        data.resolveSibling(name),
        IntStream.range(0, PRODUCTS)
            .filter(which)
            .mapToObj(i -> "K%04d\tt\t%s\tin_stock\tC\n".formatted(i, price))
            .collect(joining("", HEADER, "")));
  }

  /** What an import that comes to its end says. */
  private static String finished(Path feed) throws Exception {
    return finished(importing(feed));
  }

  private static String finished(Importing importing) throws Exception {
    int ended = importing.process().waitFor();
    String said = Files.readString(importing.said());
    assertThat(ended).as(said).isZero();
    return said;
  }

  /** An import under way, and the file in which it says what it does. */
  private record Importing(Process process, Path said) {}

  /** Of a file that is the whole list of a source. */
  private static Importing importing(Path feed) throws IOException {
    return importing("erp", feed, "--complete", "--withdraw-up-to", Integer.toString(PRODUCTS));
  }

  private static Importing importing(String source, Path feed, String... options)
      throws IOException {
    Path said = feed.resolveSibling(feed.getFileName() + ".said");
    ProcessBuilder builder =
        new ProcessBuilder(
                Store.command(
                    Stream.concat(
                            Stream.of("import", "--catalog", feed.toString(), "--source", source),
                            Stream.of(options))
                        .toArray(String[]::new)))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().putAll(store.environment());
    return new Importing(builder.start(), said);
  }
}
