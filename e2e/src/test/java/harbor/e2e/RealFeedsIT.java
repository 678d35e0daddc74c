package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.kit.client.Caller;
import harbor.kit.testing.ProofReport;
import harbor.orders.v1.OrdersServiceGrpc;
import io.grpc.MethodDescriptor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Real feeds through the real command into a real store. */
@EnabledIfEnvironmentVariable(
    named = "HARBOR_REAL_DATA",
    matches = ".+",
    disabledReason = "HARBOR_REAL_DATA does not name the folder of the real feeds")
class RealFeedsIT {
  private static final Path FEEDS =
      Path.of(java.util.Objects.requireNonNullElse(System.getenv("HARBOR_REAL_DATA"), "."));
  private static final double MAX_GIB = 1.5;

  /** A checkout of an earlier state, built, to compare the pace with; empty: it is not compared. */
  private static final String BEFORE =
      java.util.Objects.requireNonNullElse(System.getenv("HARBOR_FEEDS_BEFORE"), "");

  /** What an import says of its counts and its pace. */
  private static final Pattern PACE =
      Pattern.compile("(\\S+: [\\d,]+ read, .* refused)\\b.*; .* s, (\\d+) ms per 1,000 rows");

  private static final Pattern DURATION = Pattern.compile("duration: ([\\d.]+) ms ");

  private static final Pattern INDEX = Pattern.compile("CREATE INDEX (\\w+)");

  private static final List<String> QUERIES =
      List.of(
          "rtx 4070",
          "ryzen 7",
          "mechanical keybord",
          "corsiar ram",
          "ddr5-6000 32gb",
          "2tb nvme",
          "be quiet",
          "80+ gold",
          "cpu cooler",
          "curved monitor",
          "white case",
          "christmas tree",
          "hot water bottle",
          "teapots",
          "cakestand",
          "vintag",
          "red retrospot",
          "lunch box",
          "505-178-04-024-257",
          "85123A");

  private static final int WARM_UP = 3;
  private static final int ROUNDS = 10;

  /** What an administrator asks of half a million order lines. */
  private static final List<String> TABLES =
      List.of(
          table("status", "DELIVERED", "placed_at"),
          table("status", "DELIVERED", "total_minor"),
          table("country", "DE", "total_minor"),
          table("lines.product_id", "85123A", "placed_at"),
          table("lines.product_id", "85123A", "total_minor"),
          table("is_history", "true", "updated_at"));

  private static String table(String column, String value, String sort) {
    return """
    {"pageSize": 50, "query": {"sort": "%s", "descending": true, "filters":
      [{"column": "%s", "operator": "TABLE_OPERATOR_ONE_OF", "values": ["%s"]}]}}
    """
        .formatted(sort, column, value);
  }

  /** The short form of the proof. */
  @Test
  void beginningsOfTheFeeds_areStoredWithoutARefusal_andAnswerOnBothBffs() throws Exception {
    storeAll(20_000, 2_000);
  }

  @Test
  @Tag("proof")
  @Tag("feeds")
  void feeds_areStoredWithoutARefusal_andAnswerOnBothBffs() throws Exception {
    ProofReport report =
        new ProofReport(
            "feeds",
            "Real feeds go into an empty store, none of them with a refusal, the gifts twice; then"
                + " both BFFs answer.",
            "found");
    storeAll(527_725, 47_551).forEach(report::row);
    if (!BEFORE.isEmpty()) {
      compare().forEach(report::row);
    }
    report.write();
  }

  /**
   * The pace of each feed in the build before, in this one, and in this one without the indexes of
   * the administrators' tables, two times in turn.
   */
  private static List<String> compare() throws Exception {
    String orders = beginning("gifts.orders.csv.gz", 60_000);
    Map<String, List<String>> paces = new LinkedHashMap<>();
    for (int round = 0; round < 2; round++) {
      for (String build : List.of("before", "now", "without indexes")) {
        String jars = build.equals("before") ? Store.jars(Path.of(BEFORE)) : Store.JARS;
        try (Store store = Store.start(Store.freshData(), Map.of("HARBOR_DEMO", "none"), jars)) {
          if (build.equals("without indexes")) {
            dropTableIndexes(store);
          }
          for (String[] file :
              List.of(
                  new String[] {"--places", feed("stores.csv.gz")},
                  new String[] {"--catalog", feed("gifts.feed.tsv.gz")},
                  new String[] {"--catalog", feed("pc-parts.feed.tsv.gz")},
                  new String[] {"--orders", orders},
                  new String[] {"--catalog", feed("pc-parts.feed.tsv.gz")})) {
            Matcher pace = PACE.matcher(run(store, jars, file));
            while (pace.find()) {
              paces
                  .computeIfAbsent(pace.group(1), _ -> new ArrayList<>())
                  .add(build + " " + pace.group(2));
            }
          }
        }
      }
    }
    return paces.entrySet().stream()
        .map(file -> file.getKey() + ", ms per 1,000 rows: " + String.join(", ", file.getValue()))
        .toList();
  }

  private static void dropTableIndexes(Store store) throws SQLException, IOException {
    int dropped = 0;
    try (Connection database = DriverManager.getConnection(store.databaseUrl());
        Statement statement = database.createStatement()) {
      for (String core : List.of("catalog", "pricing", "inventory")) {
        for (MatchResult index : INDEX.matcher(tables(core)).results().toList()) {
          statement.execute("DROP INDEX " + core + "." + index.group(1));
          dropped++;
        }
      }
    }
    assertThat(dropped).isGreaterThan(15);
  }

  /** The migration with the indexes of a core service's tables for administrators. */
  private static String tables(String core) throws IOException {
    Path migrations =
        Path.of(
            System.getProperty("harbor.root"),
            "core-services/%s/src/main/resources/db/%<s".formatted(core));
    try (Stream<Path> files = Files.list(migrations)) {
      return Files.readString(
          files
              .filter(file -> file.toString().endsWith("__admin_tables.sql"))
              .findFirst()
              .orElseThrow());
    }
  }

  /** Stores all gifts and places, so many order lines and so many parts; says what it found. */
  private static List<String> storeAll(int orderLines, int partRows) throws Exception {
    Path data = Store.freshData();
    try (Store store = Store.start(data, Map.of("HARBOR_DEMO", "none"))) {
      String history = beginning("gifts.orders.csv.gz", orderLines);
      String gifts =
          run(
              store,
              "--catalog",
              feed("gifts.feed.tsv.gz"),
              "--orders",
              history,
              "--places",
              feed("stores.csv.gz"));
      String parts = run(store, "--catalog", beginning("pc-parts.feed.tsv.gz", partRows));

      assertThat(gifts)
          .contains("3,791 read, 3,791 created, 0 updated, 0 unchanged, 0 refused")
          .contains(
              "%,d read, %<,d created, 0 updated, 0 unchanged, 0 refused".formatted(orderLines))
          .contains("1,565 read, 1,565 created, 0 updated, 0 unchanged, 0 refused");
      assertThat(parts)
          .contains(
              "%,d read, %<,d created, 0 updated, 0 unchanged, 0 refused".formatted(partRows));
      assertThat(count(store, "orders.orders WHERE is_history")).isEqualTo(orders(history));
      assertThat(count(store, "orders.order_lines")).isEqualTo(orderLines);
      String again = run(store, "--catalog", feed("gifts.feed.tsv.gz"));
      assertThat(again).contains("3,791 read, 0 created, 0 updated, 3,791 unchanged, 0 refused");
      for (String id : List.of("85123A", "016400cb-b898-4d55-a3dc-c85d9a10b55a")) {
        awaitWhole(store.web("/web/products/" + id));
        awaitWhole(store.mobile("/mobile/v1/products/" + id));
      }
      assertThat(Http.text(Http.get(store.web("/web/products/85123A"))))
          .contains("\"reason\":\"bought_together\"");
      List<String> found = firstPages(store);
      List<String> times = times(store, data.resolve("postgres.log"));
      double memory = store.gibibytes();
      assertThat(memory).isLessThan(MAX_GIB);
      return Stream.concat(
              Stream.of(gifts, parts, again)
                  .flatMap(String::lines)
                  .filter(line -> line.contains(" read, "))
                  .map(String::strip),
              Stream.of(
                      found,
                      times,
                      List.of("memory of store and database: %.2f GiB".formatted(memory)))
                  .flatMap(List::stream))
          .toList();
    }
  }

  /** What people would type, and the beginning of what they would see; for a person to read. */
  private static List<String> firstPages(Store store) throws Exception {
    List<String> pages = new ArrayList<>();
    for (String query : QUERIES) {
      String url =
          store.web("/web/search?pageSize=5&q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
      // One that is late on a busy machine is asked again, as clients do.
      var response = await().until(() -> Http.get(url), answer -> answer.statusCode() != 504);
      assertThat(response.statusCode()).as(query).isEqualTo(200);
      JsonNode page = new ObjectMapper().readTree(Http.text(response));
      List<String> names = new ArrayList<>();
      page.get("products").forEach(product -> names.add(product.get("name").asText()));
      pages.add(
          "`%s`: %d, %s"
              .formatted(
                  query, page.get("total").asInt(), String.join("; ", names).replace('|', '/')));
    }
    return pages;
  }

  /**
   * What core services take for a search and for a page of the table of orders, and their database
   * within that. The database knows its rows by then, as it does by itself a minute later.
   */
  private static List<String> times(Store store, Path log) throws Exception {
    try (Connection database = DriverManager.getConnection(store.databaseUrl());
        Statement statement = database.createStatement()) {
      statement.execute("ANALYZE");
      statement.execute("ALTER SYSTEM SET log_min_duration_statement = 0");
      statement.execute("SELECT pg_reload_conf()");
    }
    try (CoreCalls calls = new CoreCalls(store)) {
      return Stream.of(
              time(
                  log,
                  "search with facets",
                  calls,
                  "catalog",
                  CatalogServiceGrpc.getSearchProductsMethod(),
                  QUERIES.stream()
                      .map(query -> "{\"query\": \"%s\", \"includeFacets\": true}".formatted(query))
                      .toList()),
              time(
                  log,
                  "50 orders of a table, filtered and sorted",
                  calls,
                  "orders",
                  OrdersServiceGrpc.getListAllOrdersMethod(),
                  TABLES))
          .flatMap(List::stream)
          .toList();
    }
  }

  private static List<String> time(
      Path log,
      String what,
      CoreCalls calls,
      String core,
      MethodDescriptor<?, ?> method,
      List<String> asked)
      throws IOException {
    Histogram micros = new Histogram(3);
    Histogram statements = new Histogram(3);
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      for (String request : asked) {
        long logged = Files.size(log);
        long begin = System.nanoTime();
        CoreCalls.Ending ending =
            calls.call(core, method, "web-bff", Caller.user("admin", Set.of("admin")), request);
        if (round >= 0) {
          micros.recordValue((System.nanoTime() - begin) / 1_000);
          statements.recordValue(statementMicros(log, logged));
        }
        assertThat(ending.status()).as("%s %s", request, ending.text()).isEqualTo("OK");
      }
    }
    assertThat(statements.getMinNonZeroValue()).isBetween(1L, micros.getMaxValue());
    return List.of(
        spread(what + ", a call of the core service", micros),
        spread(what + ", its statements in the database", statements));
  }

  private static String spread(String what, Histogram micros) {
    return "%s, ms: p50 %.1f, p95 %.1f, longest %.1f of %d"
        .formatted(
            what,
            micros.getValueAtPercentile(50) / 1e3,
            micros.getValueAtPercentile(95) / 1e3,
            micros.getMaxValue() / 1e3,
            micros.getTotalCount());
  }

  /** What the database says of all statements since its log was so long. */
  private static long statementMicros(Path log, long since) throws IOException {
    try (InputStream added = Files.newInputStream(log)) {
      added.skipNBytes(since);
      return (long)
          DURATION
              .matcher(new String(added.readAllBytes(), StandardCharsets.UTF_8))
              .results()
              .mapToDouble(duration -> Double.parseDouble(duration.group(1)) * 1_000)
              .sum();
    }
  }

  /** A file with its heading and so many lines. */
  private static String beginning(String name, int lines) throws IOException {
    Path cut = Files.createTempDirectory("feeds").resolve(name);
    try (BufferedReader whole =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(FEEDS.resolve(name))),
                    StandardCharsets.UTF_8));
        Writer part =
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(cut)), StandardCharsets.UTF_8)) {
      for (String line : whole.lines().limit(lines + 1L).toList()) {
        part.append(line).append('\n');
      }
    }
    return cut.toString();
  }

  /** How many orders the lines of a file belong to. */
  private static long orders(String file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of(file))),
                StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).map(line -> line.split(",", 2)[0]).distinct().count();
    }
  }

  private static long count(Store store, String rows) throws SQLException {
    try (Connection database = DriverManager.getConnection(store.databaseUrl());
        Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM " + rows)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static void awaitWhole(String url) {
    await()
        .untilAsserted(
            () -> {
              var response = Http.get(url);
              assertThat(response.statusCode()).isEqualTo(200);
              assertThat(response.headers().firstValue("x-degraded")).isEmpty();
            });
  }

  private static String feed(String name) {
    return FEEDS.resolve(name).toString();
  }

  private static String run(Store store, String... files) throws Exception {
    return run(store, Store.JARS, files);
  }

  private static String run(Store store, String jars, String[] files) throws Exception {
    List<String> command =
        Store.command(
            jars, Stream.concat(Stream.of("import"), Stream.of(files)).toArray(String[]::new));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(store.environment());
    Process importing = builder.start();
    String said = new String(importing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(importing.waitFor()).as(said).isZero();
    return said;
  }
}
