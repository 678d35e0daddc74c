package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.Processes;
import harbor.allinone.fault.NamedFault;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ListProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.ProductView;
import harbor.kit.service.CoreProcess;
import harbor.observability.StoreProcess;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StoreIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Store STORE = RunningStore.get();

  @Test
  void everyShippedProduct_answersOnBothBffs_atOnePrice() throws IOException {
    List<Product> products = products();

    assertThat(products).hasSizeGreaterThanOrEqualTo(240);
    assertThat(products.stream().map(p -> p.getCategoryPathList().subList(0, 2)).distinct())
        .hasSizeGreaterThanOrEqualTo(12);
    for (Product product : products) {
      JsonNode phone = whole(STORE.mobile("/mobile/v1/products/" + product.getId()));
      JsonNode browser = whole(STORE.web("/web/products/" + product.getId()));
      assertThat(browser.at("/price/minor").asInt())
          .as(product.getId())
          .isEqualTo(phone.at("/price").asInt());
      assertThat(browser.at("/rating/average").floatValue())
          .isEqualTo(phone.at("/rating").floatValue());
    }
  }

  @Test
  void mobileProduct_isSmall_inBothEncodings() {
    for (Product product : products()) {
      String url = STORE.mobile("/mobile/v1/products/" + product.getId());

      assertThat(Http.get(url).body()).as(product.getId()).hasSizeLessThanOrEqualTo(120);
      assertThat(Http.get(url, "Accept", "application/json").body())
          .as(product.getId())
          .hasSizeLessThanOrEqualTo(200);
    }
  }

  @Test
  void webProduct_isRich() throws IOException {
    JsonNode page = whole(STORE.web("/web/products/HB1001"));

    assertThat(page.toString()).hasSizeGreaterThan(5 * 1024);
    assertThat(page.size()).isGreaterThanOrEqualTo(30);
    assertThat(page.at("/images")).hasSizeGreaterThanOrEqualTo(10);
    assertThat(page.at("/relatedProducts")).hasSize(10);
    assertThat(page.at("/reviews")).hasSize(20);
    assertThat(page.at("/specifications").size()).isBetween(40, 50);
  }

  @Test
  void pictures_areServed_asThePageNamesThem() throws IOException {
    JsonNode page = whole(STORE.web("/web/products/HB1001"));

    for (JsonNode image : page.at("/images")) {
      for (String size : List.of("url", "mediumUrl", "thumbnailUrl")) {
        String url = image.path(size).asText().replace("localhost", "127.0.0.1");
        HttpResponse<byte[]> picture = Http.get(url);
        assertThat(picture.statusCode()).as(url).isEqualTo(200);
        assertThat(Http.text(picture)).startsWith("<svg");
      }
    }
  }

  static List<CoreProcess> cores() {
    return Processes.cores();
  }

  @ParameterizedTest
  @MethodSource("cores")
  void core_saysThatItServes(CoreProcess core) {
    ManagedChannel channel = STORE.core(core.name());
    try {
      ServingStatus status =
          HealthGrpc.newBlockingStub(channel)
              .withDeadlineAfter(10, TimeUnit.SECONDS)
              .check(HealthCheckRequest.getDefaultInstance())
              .getStatus();

      assertThat(status).isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void metrics_nameEachFamilyOnce_withEveryProcessInIt() {
    String metrics = Http.text(Http.get(STORE.management("/metrics")));

    List<String> types = metrics.lines().filter(line -> line.startsWith("# TYPE ")).toList();
    assertThat(types).doesNotHaveDuplicates().hasSizeGreaterThan(20);
    assertThat(
            Pattern.compile("service=\"([a-z-]+)\"")
                .matcher(metrics)
                .results()
                .map(result -> result.group(1))
                .distinct())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    // CPU, heap and threads, which they share
                    Stream.of("harbor"), Processes.ALL.stream().map(StoreProcess::name))
                .toList());
  }

  @Test
  void metrics_andHealth_answerHead() {
    for (String page : List.of("/metrics", "/health")) {
      HttpResponse<byte[]> get = Http.get(STORE.management(page));
      HttpResponse<byte[]> head = Http.head(STORE.management(page));

      assertThat(head.statusCode()).as(page).isEqualTo(get.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("content-type"))
          .isEqualTo(get.headers().firstValue("content-type"));
      assertThat(head.headers().firstValueAsLong("content-length").orElseThrow()).isPositive();
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void plans_areListed_forEngineersOnly() throws IOException {
    assertThat(Http.text(Http.get(STORE.management("/plans"))))
        .startsWith("<!DOCTYPE html>")
        .contains("plans.js");
    JsonNode plans = JSON.readTree(Http.text(Http.get(STORE.management("/plans.json"))));
    assertThat(plans.findValuesAsText("path"))
        .contains(
            "/web/products/{id}",
            "/web/carts/{cart}/lines/{line}",
            "/mobile/v1/products/{id}",
            "/mobile/v1/carts/{cart}/lines/{line}",
            "/watch/v1/products/{id}");
    assertThat(plans.findValuesAsText("budgetMillis")).contains("250", "200", "150");
    assertThat(Http.get(STORE.web("/plans.json")).statusCode()).isEqualTo(404);
    assertThat(Http.get(STORE.web("/plans")).statusCode()).isEqualTo(404);
    assertThat(Http.get(STORE.web("/metrics")).statusCode()).isEqualTo(404);
  }

  /** Switched off, as they are: others look at this store as well. */
  @ParameterizedTest
  @EnumSource
  void namedFault_isOfAServiceAndAMethodThatThereAre(NamedFault fault) {
    HttpResponse<byte[]> answer =
        Http.put(STORE.management("/faults"), fault.rule().off().toString());

    assertThat(answer.statusCode()).as(Http.text(answer)).isEqualTo(200);
  }

  /**
   * The first answers of a JVM may come too late for their deadlines; whole ones must come soon.
   */
  private static JsonNode whole(String url) throws IOException {
    HttpResponse<byte[]> response =
        await()
            .until(
                () -> Http.get(url, "Accept", "application/json"),
                answer ->
                    answer.statusCode() == 200
                        && answer.headers().firstValue("x-degraded").isEmpty());
    return JSON.readTree(response.body());
  }

  private static List<Product> products() {
    ManagedChannel channel = STORE.core("catalog");
    try {
      return CatalogServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .listProducts(
              ListProductsRequest.newBuilder()
                  .setPageSize(500)
                  .setView(ProductView.PRODUCT_VIEW_FULL)
                  .build())
          .getProductsList();
    } finally {
      channel.shutdownNow();
    }
  }
}
