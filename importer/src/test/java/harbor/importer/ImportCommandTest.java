package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.importer.client.FakeCores;
import harbor.scripted.DeadlineRequired;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command over a loopback socket: exit codes and what the screen says. */
class ImportCommandTest {
  private static final String FEED =
      "id\ttitle\tprice\tavailability\tproduct_type\nA\ta\t1 EUR\tin_stock\tC\n";

  @TempDir private Path folder;
  private final FakeCores cores = new FakeCores();
  private final DeadlineRequired deadlines = new DeadlineRequired();
  private final StringWriter screen = new StringWriter();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    builder.intercept(deadlines);
    cores.services().forEach(builder::addService);
    server = builder.build().start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
    deadlines.assertNoneRefused();
  }

  @Test
  void everythingStored_isZero_andASummaryASource() throws IOException {
    int code =
        run(
            "--places", file("places.csv", "id,name,latitude,longitude\nberlin,Berlin,52.5,13.4\n"),
            "--catalog", file("feed.tsv", FEED),
            "--stock", file("stock.csv", "product_id,place_id,on_hand\nA,berlin,3\n"),
            "--reviews",
                file("reviews.csv", "review_id,product_id,rating,created_at\nR,A,5,2026-01-01\n"),
            "--orders",
                file(
                    "orders.csv",
                    """
                    order_id,product_id,quantity,unit_price,ordered_at
                    1,A,1,1 EUR,2026-01-01
                    """));

    assertThat(code).isZero();
    assertThat(cores.products.rows()).hasSize(1);
    assertThat(cores.stock.get("A").getQuantities(0).getOnHand()).isEqualTo(3);
    assertThat(cores.reviews.rows()).hasSize(1);
    assertThat(cores.orderLines.rows()).hasSize(1);
    assertThat(cores.orders.get("1").getTotals().getTotalMinor()).isEqualTo(100);
    assertThat(screen.toString().lines())
        .anyMatch(
            line ->
                line.matches(
                    "feed.tsv: 1 read, 1 created, 0 updated, 0 unchanged, 0 refused; .* s"))
        .anyMatch(line -> line.startsWith("orders.csv: 1 read, 1 created"));
  }

  @Test
  void someRefused_isTwo_andTheReportNamesThemAll() throws IOException {
    StringBuilder feed = new StringBuilder(FEED);
    for (int i = 0; i < 60; i++) {
      feed.append("bad/id\ta\t1 EUR\tin_stock\tC\n");
    }
    Path report = folder.resolve("report.csv");

    int code = run("--catalog", file("feed.tsv", feed.toString()), "--report", report.toString());

    assertThat(code).isEqualTo(2);
    assertThat(screen.toString())
        .contains("60 refused")
        .contains("  60 rows refused: id is not an id (line 3, 4, 5, ...: 'bad/id'); ids are 1 to");
    assertThat(Files.readAllLines(report))
        .hasSize(61)
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        "feed.tsv,3,bad/id,refused,id,bad/id,is not an id,\"ids are 1 to 64"));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``                       | is empty: not even a header",
        "` ~ `                    | is empty: not even a header",
        "id,title,price           | has a header, but no rows",
        "<rss><channel/></rss>    | is XML without items (its root is <rss>); a feed has <item>",
        "<urlset><url/></urlset>  | is XML without items (its root is <urlset>)",
        "<!DOCTYPE html><html><head><title>Sign in</title>  | is a login page ('Sign in'), not a"
            + " feed",
        "<html><body>Not found</body></html>                | is a web page, not a feed",
        "{\"items\": []}        | is JSON; a feed is tab separated text, CSV or XML",
        "%PDF-1.7                 | is a PDF document, not a feed",
        "Unauthorized             | is no table of these rows: the first line names none of their"
            + " columns; found: Unauthorized",
        "id,title,price\u0085A,t,1 EUR | its lines end with none of LF, CR LF and CR",
        "id,title,price\u2028A,t,1 EUR | its lines end with none of LF, CR LF and CR"
      })
  void nothingToRead_isThree_andSaysWhatTheFileIs(String text, String sentence) throws IOException {
    assertThat(run("--catalog", file("feed.xml", text.replace('~', '\n')))).isEqualTo(3);
    assertThat(screen.toString()).contains("feed.xml: " + sentence);
    assertThat(cores.products.rows()).isEmpty();
  }

  @Test
  void address_isNotFetched_butSaysHow() {
    for (String option : List.of("--catalog", "--orders")) {
      assertThat(run(option, "https://shop.example/feed.xml?k=1")).isEqualTo(64);
      assertThat(screen.toString())
          .contains(
              "curl -fsSL 'https://shop.example/feed.xml?k=1' | ./harbor import " + option + " -");
    }
  }

  @Test
  void standardInput_isAFile_alsoOneThatIsReadTwice() throws IOException {
    assertThat(runWith(FEED, "--catalog", "-")).isZero();
    assertThat(
            runWith(
                "order_id;product_id;quantity;unit_price;ordered_at\n1;A;1.0;2,50;03/05/2026\n",
                "--orders",
                "-",
                "--currency",
                "EUR",
                "--dates",
                "dmy"))
        .isZero();

    assertThat(cores.products.rows()).containsOnlyKeys("A");
    assertThat(cores.orderLines.get("1/1").getQuantity()).isEqualTo(1);
    assertThat(cores.orders.get("1").getTotals().getTotalMinor()).isEqualTo(250);
    assertThat(cores.orders.get("1").getPlacedAt().getSeconds()).isEqualTo(1_777_766_400L);
  }

  @Test
  void namedPipe_isAFile() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    try (ExecutorService shop = Executors.newSingleThreadExecutor()) {
      // Opening it waits for who reads.
      Future<Path> written = shop.submit(() -> Files.writeString(pipe, FEED));

      assertThat(run("--catalog", pipe.toString())).isZero();
      assertThat(written.get()).isEqualTo(pipe);
    }
    assertThat(cores.products.rows()).containsOnlyKeys("A");
  }

  @Test
  void encoding_isDeclared_orTheRowIsRefused() throws IOException {
    Path feed = folder.resolve("latin.csv");
    Files.write(
        feed, "id,title,price\nA,Größe,1 EUR\nB,b,1 EUR\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(run("--catalog", feed.toString())).isEqualTo(2);
    assertThat(cores.products.rows()).containsOnlyKeys("B");
    assertThat(screen.toString())
        .contains("1 row refused: title has characters that are not UTF-8 (line 2: 'Gr")
        .contains("say with --encoding which they are");

    assertThat(run("--catalog", feed.toString(), "--encoding", "windows-1252")).isZero();
    assertThat(cores.products.get("A").getTitle()).isEqualTo("Größe");
  }

  private int runWith(String input, String... arguments) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return run(arguments);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void endedEarly_isOne_andSaysWhatToDo() throws IOException {
    cores.prices.failAt(1, Status.INTERNAL);

    int code = run("--catalog", file("feed.tsv", FEED));

    assertThat(code).isEqualTo(1);
    assertThat(screen.toString())
        .contains("ENDED EARLY")
        .contains("pricing at 127.0.0.1:" + server.getPort() + " refused the call (INTERNAL")
        .contains("run the same command again, it continues where rows are missing")
        .doesNotContain("\tat ");
  }

  @Test
  void missingColumn_isOne_andNamesIt() throws IOException {
    assertThat(run("--catalog", file("feed.tsv", "id\tname\n"))).isEqualTo(1);
    assertThat(screen.toString()).contains("missing: title, price, found: id, name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--catalog /nowhere.tsv",
        "--catalog /",
        "--unknown",
        "--catalog",
        "--catalog - --orders -",
        "--catalog - --encoding klingon",
        "--catalog - --currency EURO",
        "--catalog - --dates ymd"
      })
  void usage_isSixtyFour(String arguments) {
    assertThat(
            run(
                Stream.of(arguments.split(" ", -1))
                    .filter(a -> !a.isEmpty())
                    .toArray(String[]::new)))
        .isEqualTo(64);
  }

  @Test
  void addresses_comeFromOptionThenAddressThenPortThenDefault() {
    CoreAddresses given = new CoreAddresses();
    new CommandLine(
            CommandLine.Model.CommandSpec.create()
                .addMixin("a", CommandLine.Model.CommandSpec.forAnnotatedObject(given)))
        .parseArgs("--pricing-address", "db:1");

    Map<String, String> environment =
        Map.of(
            "HARBOR_PRICING_TARGET",
            "x:2",
            "HARBOR_CATALOG_TARGET",
            "y:3",
            "HARBOR_CATALOG_PORT",
            "4",
            "HARBOR_REVIEWS_PORT",
            "5");

    assertThat(given.of(PricingClient.SERVICE, environment)).isEqualTo("db:1");
    assertThat(given.of(CatalogClient.SERVICE, environment)).isEqualTo("y:3");
    assertThat(given.of(ReviewsClient.SERVICE, environment)).isEqualTo("127.0.0.1:5");
    assertThat(given.of(InventoryClient.SERVICE, environment)).isEqualTo("127.0.0.1:9102");
    assertThat(given.of(RecommendationsClient.SERVICE, environment)).isEqualTo("127.0.0.1:9106");
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private int run(String... arguments) {
    String port = Integer.toString(server.getPort());
    Map<String, String> environment =
        Map.of(
            "HARBOR_CATALOG_PORT", port,
            "HARBOR_INVENTORY_PORT", port,
            "HARBOR_PRICING_PORT", port,
            "HARBOR_REVIEWS_TARGET", "127.0.0.1:" + port,
            "HARBOR_RECOMMENDATIONS_PORT", port,
            "HARBOR_ORDERS_PORT", port);
    List<String> all = new ArrayList<>(List.of(arguments));
    return new CommandLine(new ImportCommand(environment))
        .setErr(new PrintWriter(screen))
        .execute(all.toArray(String[]::new));
  }
}
