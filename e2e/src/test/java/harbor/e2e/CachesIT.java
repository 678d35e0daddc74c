package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.kit.bff.redis.TestRedis;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.type.v1.Money;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A whole store with caches and a real Redis. */
class CachesIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static TestRedis redis;
  private static Store store;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    store =
        Store.start(
            Store.freshData(),
            Map.of("HARBOR_REDIS_URL", redis.url(), "OTEL_SDK_DISABLED", "true"));
  }

  @AfterAll
  static void stop() {
    store.close();
    redis.close();
  }

  @Test
  void page_isAnsweredFromMemory_theSecondTime() {
    whole(store.mobile("/mobile/v1/products/HB1030"));
    double before = hits("mobile-bff", "catalog.card");

    whole(store.mobile("/mobile/v1/products/HB1030"));

    assertThat(hits("mobile-bff", "catalog.card")).isGreaterThan(before);
  }

  @Test
  void changeOfPrice_reachesBothClients_longBeforeItsCopiesExpire() throws IOException {
    String id = "HB1031";
    int before = priceOnThePhone(id);
    int after = before - 1;
    await().until(() -> hits("mobile-bff", "catalog.card") > 0);

    setPrice(id, after);

    await().atMost(Duration.ofSeconds(10)).until(() -> priceOnThePhone(id) == after);
    await().atMost(Duration.ofSeconds(10)).until(() -> priceInTheBrowser(id) == after);
  }

  @Test
  void redis_thatDiesHangsFillsUpForgetsAndTalksNonsense_costsNobodyAPage() {
    pages(1100, 1110);

    redis.kill();
    pages(1110, 1120);
    redis.run();
    untilShared(1120, 1140);

    redis.pause();
    pages(1140, 1150);
    redis.resume();
    untilShared(1150, 1170);

    redis.ask(connection -> connection.sync().configSet("maxmemory", "1"));
    pages(1170, 1180);
    redis.ask(connection -> connection.sync().configSet("maxmemory", "0"));
    untilShared(1180, 1200);

    redis.ask(connection -> connection.sync().flushall());
    pages(1200, 1210);

    redis.ask(
        connection -> {
          for (String key : connection.sync().keys("*-bff:*")) {
            connection.sync().set(key, "nonsense");
          }
          return "done";
        });
    pages(1100, 1210);
  }

  /**
   * Pages of products that nobody has asked for yet. A part may be missing: a machine that is busy
   * misses a deadline of 80 ms now and then with any Redis.
   */
  private static void pages(int from, int to) {
    for (int i = from; i < to; i++) {
      assertThere(store.mobile("/mobile/v1/products/HB" + i));
      assertThere(store.web("/web/products/HB" + i));
    }
  }

  /** Asks for product after product until one is in Redis again. */
  private static void untilShared(int from, int to) {
    redis.ask(connection -> connection.sync().flushall());
    int[] next = {from};
    await()
        .atMost(Duration.ofSeconds(5))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              String id = "HB" + (next[0] < to ? next[0]++ : to - 1);
              Http.get(store.mobile("/mobile/v1/products/" + id));
              return redis.ask(connection -> connection.sync().dbsize()) > 0;
            });
  }

  private static void assertThere(String url) {
    HttpResponse<byte[]> response = Http.get(url);

    assertThat(response.statusCode()).as(url).isEqualTo(200);
  }

  private static HttpResponse<byte[]> whole(String url) {
    return await()
        .until(
            () -> Http.get(url, "Accept", "application/json"),
            answer ->
                answer.statusCode() == 200 && answer.headers().firstValue("x-degraded").isEmpty());
  }

  private static int priceOnThePhone(String id) throws IOException {
    return JSON.readTree(whole(store.mobile("/mobile/v1/products/" + id)).body())
        .at("/price")
        .asInt();
  }

  private static int priceInTheBrowser(String id) throws IOException {
    return JSON.readTree(whole(store.web("/web/products/" + id)).body()).at("/price/minor").asInt();
  }

  /** As an import does: the catalogue's copy and the price itself. */
  private static void setPrice(String id, int minor) {
    ManagedChannel catalog = store.core("catalog");
    ManagedChannel pricing = store.core("pricing");
    try {
      Product product =
          CatalogServiceGrpc.newBlockingStub(catalog)
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .getProduct(
                  GetProductRequest.newBuilder()
                      .setProductId(id)
                      .setView(ProductView.PRODUCT_VIEW_FULL)
                      .build())
              .getProduct();
      Money price = product.getPrice().toBuilder().setMinor(minor).build();
      var imported =
          CatalogServiceGrpc.newBlockingStub(catalog)
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .importProducts(
                  ImportProductsRequest.newBuilder()
                      .addProducts(product.toBuilder().setPrice(price).clearAudit())
                      .build());
      assertThat(imported.getReport().getRefusedList()).isEmpty();
      PricingServiceGrpc.newBlockingStub(pricing)
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .importPrices(
              ImportPricesRequest.newBuilder()
                  .addRows(PriceRow.newBuilder().setProductId(id).setList(price))
                  .build());
    } finally {
      List.of(catalog, pricing).forEach(ManagedChannel::shutdownNow);
    }
  }

  private static double hits(String process, String cache) {
    String metrics = Http.text(Http.get(store.management("/metrics")));
    Matcher line =
        Pattern.compile(
                "harbor_cache_answers_total\\{(?=[^}]*cache=\"%s\")(?=[^}]*result=\"hit\")(?=[^}]*\"%s\")[^}]*\\} (\\S+)"
                    .formatted(Pattern.quote(cache), process))
            .matcher(metrics);
    assertThat(line.find()).as(metrics).isTrue();
    return Double.parseDouble(line.group(1));
  }
}
