package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.luben.zstd.Zstd;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.media.Media;
import harbor.media.MediaSettings;
import harbor.observability.Telemetry;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor;
import harbor.scripted.Visitor.Answer;
import io.grpc.Status;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Both BFFs and media behind a real nginx with the configuration that is shipped. Each page is
 * asked for under ids of its own, so that nothing is in the cache before; which request an answer
 * was made for, its trace id tells.
 */
class SharedCacheIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final AtomicInteger PRODUCTS = new AtomicInteger();

  private static final Map<Client, Telemetry> TELEMETRY = new EnumMap<>(Client.class);
  private static final Map<Client, BffProcess.Running> BFFS = new EnumMap<>(Client.class);
  private static final Map<Client, Visitor> DIRECT = new EnumMap<>(Client.class);
  private static final Map<Client, Visitor> CACHED = new EnumMap<>(Client.class);
  private static ScriptedCores cores;
  private static Telemetry mediaTelemetry;
  private static Media media;
  private static SharedCache cache;

  @BeforeAll
  static void start() {
    cores = ScriptedCores.start();
    for (Client client : Client.values()) {
      Telemetry telemetry = client.telemetry();
      BffProcess.Running bff =
          client.start(cores::target, deadline -> deadline.multipliedBy(10), telemetry);
      TELEMETRY.put(client, telemetry);
      BFFS.put(client, bff);
      DIRECT.put(client, new Visitor(bff.port(), HttpClient.Version.HTTP_1_1));
    }
    mediaTelemetry = Telemetry.start(Media.PROCESS.name(), Map.of("OTEL_SDK_DISABLED", "true"));
    media =
        Media.start(
            new MediaSettings("127.0.0.1", 0, Duration.ZERO), mediaTelemetry, Optional.empty());
    cache = SharedCache.start(bff(Client.WEB).port(), bff(Client.MOBILE).port(), media.port());
    CACHED.put(Client.WEB, new Visitor(cache.webPort(), HttpClient.Version.HTTP_1_1));
    CACHED.put(Client.MOBILE, new Visitor(cache.mobilePort(), HttpClient.Version.HTTP_1_1));
  }

  @AfterAll
  static void stop() {
    CACHED.values().forEach(Visitor::close);
    DIRECT.values().forEach(Visitor::close);
    if (cache != null) {
      cache.close();
    }
    BFFS.values().forEach(BffProcess.Running::close);
    media.close();
    mediaTelemetry.close();
    cores.close();
  }

  @BeforeEach
  void warm() {
    cores.sell(CoreProduct.ordinary());
    DIRECT.forEach(
        (client, visitor) ->
            await().atMost(PATIENCE).until(() -> visitor.get(page(client)), Answer::isWhole));
    cores.forget();
  }

  @ParameterizedTest
  @EnumSource
  void secondRequest_isAnsweredByTheCache(Client client) {
    Twice answers = twice(client);

    assertThat(answers.second().header("cache-status")).isEqualTo("harbor; hit");
    assertThat(answers.second().body()).isEqualTo(answers.first().body());
    assertThat(answers.second().header("etag")).isEqualTo(answers.first().header("etag"));
    assertThat(answers.second().header("date")).isEqualTo(answers.first().header("date"));
  }

  @Test
  void bff_isAskedOnce_howManyClientsEverAsk() {
    String page = page(Client.MOBILE);
    long before = asked(Client.MOBILE, 200) + asked(Client.MOBILE, 304);
    List<String> fillers = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      fillers.add(cached(Client.MOBILE).get(page).header("x-trace-id"));
    }

    // A slow machine may take longer than the page is fresh: one more for each filling.
    int fillings = (int) fillers.stream().distinct().count();
    assertThat(fillings).isLessThan(10);
    await()
        .atMost(PATIENCE)
        .until(() -> asked(Client.MOBILE, 200) + asked(Client.MOBILE, 304) >= before + fillings);
    assertThat(asked(Client.MOBILE, 200)).isLessThan(before + 20);
  }

  /** The counter-test: without a cache every answer is one of its own. */
  @Test
  void bff_isAskedEachTime_whenThereIsNoCache() {
    String page = page(Client.MOBILE);

    List<String> ids =
        Stream.generate(() -> direct(Client.MOBILE).get(page).header("x-trace-id"))
            .limit(5)
            .toList();

    assertThat(ids).doesNotHaveDuplicates();
  }

  /** What a client may say of the form that it wants. */
  private record Wish(Client client, String header, String value) {}

  private static List<Wish> wishes() {
    List<Wish> all = new ArrayList<>();
    for (Client client : Client.values()) {
      all.add(new Wish(client, "accept", "*/*"));
    }
    for (String coding :
        List.of("gzip", "br", "zstd", "gzip, deflate, br", "gzip;q=1.0, *;q=0", "br;q=0, gzip")) {
      all.add(new Wish(Client.WEB, "accept-encoding", coding));
    }
    for (String language :
        List.of("de", "fr-CH, fr;q=0.9", "en-GB", "es, de;q=0.5", "de;q=0.1, fr")) {
      all.add(new Wish(Client.WEB, "accept-language", language));
    }
    for (String format :
        List.of("application/json", "application/x-protobuf", "application/json, */*;q=0.1")) {
      all.add(new Wish(Client.MOBILE, "accept", format));
    }
    return all;
  }

  @Test
  void eachWish_getsItsOwnBytes_whateverIsInTheCache() throws IOException {
    Map<Client, String> pages =
        Map.of(Client.WEB, page(Client.WEB), Client.MOBILE, page(Client.MOBILE));
    for (int round = 0; round < 3; round++) {
      for (Wish wish : wishes()) {
        String page = Objects.requireNonNull(pages.get(wish.client()));

        Answer direct = direct(wish.client()).get(page, wish.header(), wish.value());
        Answer cached = cached(wish.client()).get(page, wish.header(), wish.value());

        assertThat(comparable(cached)).as("%s", wish).isEqualTo(comparable(direct));
        for (String header :
            List.of("etag", "content-encoding", "content-language", "content-type", "vary")) {
          assertThat(cached.header(header))
              .as("%s: %s", wish, header)
              .isEqualTo(direct.header(header));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneUsersAnswer_hasNothingOfAnothers(Client client) {
    String page = page(client);

    Answer alice = cached(client).get(page, user("alice", TRACE));
    Answer bob = cached(client).get(page, user("bob", "1" + TRACE.substring(1)));
    Answer nobody = cached(client).get(page);

    assertThat(bob.toString()).doesNotContain("alice", TRACE);
    assertThat(nobody.toString()).doesNotContain("alice", "bob", TRACE, TRACE.substring(1));
    assertThat(alice.header("x-correlation-id")).isEqualTo("alice-id");
    assertThat(bob.header("x-correlation-id")).isEqualTo("bob-id");
    assertThat(bob.header("etag")).isEqualTo(alice.header("etag")).isNotEmpty();
  }

  /** The BFF itself keeps them apart, whatever stands in front of it. */
  @ParameterizedTest
  @EnumSource
  void oneUsersAnswer_hasNothingOfAnothers_behindANaiveCache(Client client) {
    try (SharedCache naive = SharedCache.startNaive(bff(client).port());
        Visitor visitor = new Visitor(naive.webPort(), HttpClient.Version.HTTP_1_1)) {
      String page = page(client);

      Answer alice = visitor.get(page, user("alice", TRACE));
      Answer bob = visitor.get(page);

      assertThat(alice.header("x-correlation-id")).isEqualTo("alice-id");
      assertThat(alice.header("x-trace-id")).isEqualTo(TRACE);
      assertThat(bob.toString()).doesNotContain("alice", TRACE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void degradedPage_isNotKept(Client client) {
    String page = page(client);
    cores.script(ReviewsServiceGrpc.getGetRatingMethod(), failing(Status.Code.INTERNAL));
    cores.script(ReviewsServiceGrpc.getListReviewsMethod(), failing(Status.Code.INTERNAL));
    assertThat(cached(client).get(page).header("x-degraded")).isNotEmpty();

    cores.sell(CoreProduct.ordinary());

    assertThat(cached(client).get(page).isWhole()).isTrue();
  }

  static Stream<Arguments> errors() {
    return Stream.of(Client.values())
        .flatMap(
            client ->
                Stream.of(
                    Arguments.of(
                        client, 404, Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT")),
                    Arguments.of(client, 503, failing(Status.Code.INTERNAL)),
                    Arguments.of(client, 504, failing(Status.Code.DEADLINE_EXCEEDED))));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void error_isNotKept(Client client, int status, Script script) {
    String page = page(client);
    cores.script(CatalogServiceGrpc.getGetProductMethod(), script);
    assertThat(cached(client).get(page).status()).isEqualTo(status);

    cores.sell(CoreProduct.ordinary());

    assertThat(cached(client).get(page).isWhole()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void clientThatHasThePage_isTold_byTheCache(Client client) {
    Answer page = null;
    Answer again;
    do {
      Twice answers = twice(client);
      page = answers.second();
      again =
          cached(client).get(answers.page(), "if-none-match", "\"x\", W/" + page.header("etag"));
    } while (!again.header("x-trace-id").equals(page.header("x-trace-id")));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    for (String header : List.of("etag", "cache-control", "vary", "content-language", "date")) {
      assertThat(again.header(header)).as(header).isEqualTo(page.header(header));
    }
  }

  @ParameterizedTest
  @EnumSource
  void cacheAsksWithTheTag_whenItsCopyIsOld(Client client) {
    Twice answers = twice(client);
    long before = asked(client, 304);

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Answer same = cached(client).get(answers.page());
              assertThat(same.header("etag")).isEqualTo(answers.first().header("etag"));
              return asked(client, 304) > before;
            });
  }

  @ParameterizedTest
  @EnumSource
  void changedPrice_isSeen(Client client) {
    Twice answers = twice(client);
    GetProductResponse.Builder cheaper =
        GetProductResponse.newBuilder().setProduct(CoreProduct.ordinary().product());
    cheaper.getProductBuilder().setPrice(CoreProduct.eur(1));
    cores.script(CatalogServiceGrpc.getGetProductMethod(), Script.asAsked(cheaper.build()));
    GetPriceResponse.Builder price =
        GetPriceResponse.newBuilder().setPrice(CoreProduct.ordinary().price());
    price.getPriceBuilder().setCurrent(CoreProduct.eur(1));
    cores.script(PricingServiceGrpc.getGetPriceMethod(), Script.asAsked(price.build()));

    Answer changed =
        await()
            .atMost(PATIENCE)
            .until(
                () -> cached(client).get(answers.page()),
                page -> !page.header("etag").equals(answers.first().header("etag")));

    assertThat(changed.isWhole()).isTrue();
    assertThat(changed.header("etag")).isEqualTo(direct(client).get(answers.page()).header("etag"));
  }

  /** By whichever way it is asked for: a picture is no client's. */
  @Test
  void picture_isKept_whoeverAsks() throws Exception {
    String path = "/i/desk-lamp/HB1001/3-400.svg";

    HttpResponse<String> alice = picture(cache.webPort(), path, "alice");
    HttpResponse<String> bob = picture(cache.mobilePort(), path, "bob");

    assertThat(alice.statusCode()).isEqualTo(200);
    assertThat(alice.headers().firstValue("cache-control"))
        .contains("public, max-age=31536000, immutable");
    assertThat(alice.headers().firstValue("cache-status")).contains("harbor; fwd=uri-miss");
    assertThat(bob.headers().firstValue("cache-status")).contains("harbor; hit");
    assertThat(bob.headers().firstValue("x-correlation-id")).contains("bob-id");
    assertThat(bob.body()).isEqualTo(alice.body());
  }

  @Test
  void picture_isNotKept_whenThereIsNone() throws Exception {
    String path = "/i/desk-lamp/HB1001/99-400.svg";

    assertThat(picture(cache.webPort(), path, "alice").statusCode()).isEqualTo(404);
    assertThat(picture(cache.webPort(), path, "bob").headers().firstValue("cache-status"))
        .contains("harbor; fwd=uri-miss");
  }

  @Test
  void publicRoutes_areThoseThatTheBffsCallSo() {
    for (BffProcess.Running bff : BFFS.values()) {
      for (Route<?, ?> route : bff.routes()) {
        assertThat(SharedCache.publicPages().matcher(route.path().replaceAll("[{}]", "")).find())
            .as(route.path())
            .isEqualTo(route.isPublic());
      }
    }
  }

  /** One page asked for twice, while it is fresh. */
  private record Twice(String page, Answer first, Answer second) {
    boolean isOneFreshAnswer() {
      return first.header("x-trace-id").equals(second.header("x-trace-id"))
          && !second.header("cache-status").contains("stale");
    }
  }

  private static Twice twice(Client client) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String page = page(client);
              return new Twice(page, cached(client).get(page), cached(client).get(page));
            },
            Twice::isOneFreshAnswer);
  }

  /** A {@link Visitor} wants ids in each answer, and a picture's has none. */
  private static HttpResponse<String> picture(int port, String path, String user)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .version(HttpClient.Version.HTTP_1_1)
              .headers(user(user, TRACE))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String[] user(String name, String trace) {
    return new String[] {
      "cookie", "session=" + name,
      "authorization", "Bearer " + name,
      "x-correlation-id", name + "-id",
      "traceparent", "00-" + trace + "-b7ad6b7169203331-01"
    };
  }

  /** A product that nobody has asked for: the core services know any id. */
  private static String page(Client client) {
    return client.product().replaceFirst("[^/]+$", "T" + PRODUCTS.incrementAndGet());
  }

  /** The view, without what differs each time. */
  private static String comparable(Answer answer) throws IOException {
    byte[] body =
        switch (answer.header("content-encoding")) {
          case "gzip" ->
              new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
          case "br" -> Decoder.decompress(answer.body()).getDecompressedData();
          case "zstd" -> Zstd.decompress(answer.body(), 1 << 20);
          default -> answer.body();
        };
    if (!answer.header("content-type").startsWith("application/json")) {
      return new String(body, StandardCharsets.ISO_8859_1);
    }
    ObjectNode view = (ObjectNode) new ObjectMapper().readTree(body);
    view.remove("meta");
    return view.toString();
  }

  /** How many requests for pages the BFF has answered so. */
  private static long asked(Client client, int status) {
    return Objects.requireNonNull(TELEMETRY.get(client))
        .metrics()
        .find("http.server.request.duration")
        .tag("http.response.status_code", Integer.toString(status))
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  private static Script failing(Status.Code code) {
    return Script.fail(code, "SCRIPTED");
  }

  private static BffProcess.Running bff(Client client) {
    return Objects.requireNonNull(BFFS.get(client));
  }

  private static Visitor direct(Client client) {
    return Objects.requireNonNull(DIRECT.get(client));
  }

  private static Visitor cached(Client client) {
    return Objects.requireNonNull(CACHED.get(client));
  }
}
