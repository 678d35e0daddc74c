package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the shipped configuration keeps and what not, before a server that says anything: also what
 * no BFF of ours would.
 */
class SharedCacheRulesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger PAGES = new AtomicInteger();

  private final Origin origin = new Origin();
  private SharedCache cache;

  @BeforeEach
  void start() {
    cache = SharedCache.start(origin.port(), origin.port(), origin.port());
  }

  @AfterEach
  void stop() {
    if (cache != null) {
      cache.close();
    }
    origin.close();
  }

  @Test
  void publicAnswer_isKept() {
    origin.says("Cache-Control", "public, s-maxage=60");
    String page = page();

    assertThat(get(page).body()).isEqualTo(get(page).body());

    assertThat(origin.asked(page)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "private, max-age=60 | X-Any | any",
        "no-store | X-Any | any",
        "no-cache | X-Any | any",
        "max-age=60 | X-Any | any",
        "public, s-maxage=60 | Set-Cookie | session=alice",
        "public, s-maxage=60 | X-Degraded | reviews.rating",
        "public, s-maxage=60 | Vary | Cookie",
        "public, s-maxage=60 | Vary | Accept, Accept-Encoding, X-Store",
      })
  void answer_isNotKept_whenItIsNotForEverybody(String cacheControl, String header, String value) {
    origin.says("Cache-Control", cacheControl, header, value);
    String page = page();

    var _ = get(page);
    var _ = get(page);

    assertThat(origin.asked(page)).isEqualTo(2);
  }

  @Test
  void routeThatIsNotPublic_goesThroughAsItIs_andIsNotKept_whateverItSays() {
    origin.says("Cache-Control", "public, s-maxage=60");

    String alice = get("/web/orders", "Cookie", "alice").body();
    String bob = get("/web/orders", "Cookie", "bob").body();

    assertThat(alice).contains("for [alice]");
    assertThat(bob).contains("for [bob]");
  }

  @Test
  void publicRoute_isAskedForOnBehalfOfNobody() {
    origin.says("Cache-Control", "public, s-maxage=60");
    String page = page();

    assertThat(get(page, "Cookie", "alice").body()).contains("for [nobody]");
    assertThat(get(page, "Cookie", "bob").body()).contains("for [nobody]");

    assertThat(origin.asked(page)).isEqualTo(1);
  }

  /** So that old versions of clients are counted: what misses by the BFF, what hits in the log. */
  @Test
  void versionOfTheClient_isPassedOnAndLogged_whenItIsWellFormed() {
    origin.says("Cache-Control", "public, s-maxage=60");
    String page = page();

    var _ = get(page, "X-Client", "app/3.2.1");
    var _ = get(page, "X-Client", "app/3.1");
    var _ = get(page(), "X-Client", "app/1 by alice@example.com");

    assertThat(origin.clients()).containsExactly("app/3.2.1", "");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(cache.accessLog())
                    .containsSubsequence(
                        "harbor; fwd=uri-miss\" client=app/3.2.1 ", "harbor; hit\" client=app/3.1 ")
                    .doesNotContain("alice"));
  }

  /** The counter-test: behind a cache without these rules, one user gets another's page. */
  @Test
  void usersPage_leaks_whenItIsPublicByMistake_behindANaiveCache() {
    origin.says("Cache-Control", "public, s-maxage=60");
    try (SharedCache naive = SharedCache.startNaive(origin.port())) {
      String page = "http://127.0.0.1:" + naive.webPort() + "/web/orders";

      String alice = send("GET", page, "", "Cookie", "alice").body();
      String bob = send("GET", page, "", "Cookie", "bob").body();

      assertThat(alice).contains("for [alice]");
      assertThat(bob).as("the leak that the other tests would see").contains("for [alice]");
    }
  }

  @Test
  void write_reachesTheServerWhole_alsoBelowAPublicRoute() {
    origin.says("Cache-Control", "public, s-maxage=60");
    String page = page();

    for (String text : List.of("one", "two")) {
      assertThat(send("POST", at(page), text, "Cookie", "alice").body())
          .isEqualTo("POST 1 for [alice] with " + text);
    }

    assertThat(origin.asked(page)).isEqualTo(2);
  }

  @Test
  void oldCopy_isGiven_whileTheServerIsAskedAgain() {
    origin.says("Cache-Control", "public, max-age=0, s-maxage=1, stale-while-revalidate=300");
    String page = page();
    var _ = get(page);
    origin.shows("2");
    origin.holds();

    HttpResponse<String> stale =
        await()
            .atMost(PATIENCE)
            .until(
                () -> get(page),
                answer -> answer.headers().firstValue("cache-status").orElse("").contains("stale"));

    assertThat(stale.body()).startsWith("GET 1 ");
    await().atMost(PATIENCE).until(() -> origin.asked(page) == 2);
    assertThat(get(page).body()).as("one is asking already").startsWith("GET 1 ");
    assertThat(origin.asked(page)).isEqualTo(2);
    origin.releases();
    await().atMost(PATIENCE).until(() -> get(page).body().startsWith("GET 2 "));
  }

  /** The counter-test: without stale-while-revalidate whoever comes late waits. */
  @Test
  void client_waitsForTheServer_whenNoOldCopyMayBeGiven() {
    origin.says("Cache-Control", "public, max-age=0, s-maxage=1");
    String page = page();
    var _ = get(page);
    origin.shows("2");
    origin.holds();
    CompletableFuture<HttpResponse<String>> waiting =
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  CompletableFuture<HttpResponse<String>> asking =
                      CompletableFuture.supplyAsync(() -> get(page));
                  await().atMost(PATIENCE).until(() -> asking.isDone() || origin.asked(page) == 2);
                  return asking;
                },
                asking -> !asking.isDone());

    origin.releases();

    assertThat(waiting.join().body()).startsWith("GET 2 ");
  }

  @Test
  void oldCopy_isNotGiven_whenItIsOlderThanTheServerAllows() {
    origin.says("Cache-Control", "public, max-age=0, s-maxage=1, stale-while-revalidate=1");
    String page = page();
    ZonedDateTime kept = date(get(page));
    origin.shows("2");
    // The server's clock is seen on a page that is not kept; nobody asks for this one meanwhile.
    await().atMost(PATIENCE).until(() -> date(get("/web/clock")).isAfter(kept.plusSeconds(4)));

    assertThat(get(page).body()).startsWith("GET 2 ");
  }

  private static ZonedDateTime date(HttpResponse<String> answer) {
    return ZonedDateTime.parse(
        answer.headers().firstValue("date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  /** A product's page that nobody has asked for. */
  private static String page() {
    return "/web/products/R" + PAGES.incrementAndGet();
  }

  private String at(String path) {
    return "http://127.0.0.1:" + cache.webPort() + path;
  }

  private HttpResponse<String> get(String path, String... headers) {
    return send("GET", at(path), "", headers);
  }

  private HttpResponse<String> send(String method, String url, String body, String... headers) {
    // A connection each: nginx lets one whose request set off an update wait for its end.
    try (HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return http.send(request(method, url, body, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(String method, String url, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request.build();
  }
}
