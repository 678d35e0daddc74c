package harbor.mobile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.mobile.v1.Error;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

class ProductPageIT {
  @RegisterExtension private static final ScriptedStore STORE = MobileStore.patient();

  private static final MethodDescriptor<?, ?> PRODUCT = CatalogServiceGrpc.getGetProductMethod();
  private static final MethodDescriptor<?, ?> STOCK = InventoryServiceGrpc.getGetStockMethod();
  private static final MethodDescriptor<?, ?> RATING = ReviewsServiceGrpc.getGetRatingMethod();

  static Stream<CoreProduct> examples() {
    return Stream.of(CoreProduct.ordinary(), CoreProduct.rich(), CoreProduct.bare());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void page_isSmall(CoreProduct product) throws Exception {
    STORE.cores().sell(product);

    Answer protobuf = protobuf();
    Answer json = json();

    assertThat(protobuf.header("etag")).isNotEqualTo(json.header("etag"));
    assertThat(protobuf.body()).hasSizeLessThanOrEqualTo(120);
    assertThat(json.body()).hasSizeLessThanOrEqualTo(200);
    assertSixKeys(json);
  }

  static Stream<Arguments> impossibleAnswers() {
    return Stream.of(
        Arguments.of(
            "inventory.stock",
            "unknown",
            STOCK,
            stock(CoreProduct.ordinary().stock().toBuilder().setStatusValue(99))),
        Arguments.of(
            "inventory.stock",
            "another product",
            STOCK,
            stock(CoreProduct.ordinary().stock().toBuilder().setProductId("HB9999"))),
        Arguments.of("inventory.stock", "no stock", STOCK, answer(GetStockResponse.newBuilder())),
        Arguments.of("reviews.rating", "no rating", RATING, rating(null)),
        Arguments.of("reviews.rating", "below zero", RATING, rating(-1)),
        Arguments.of("reviews.rating", "above five", RATING, rating(51)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("impossibleAnswers")
  void page_namesTheCall_whenItsAnswerIsImpossible(
      String call, String how, MethodDescriptor<?, ?> method, Script script) throws Exception {
    STORE.cores().script(method, script);

    assertDegraded(protobuf(), call);
    Answer json = json();
    assertDegraded(json, call);
    assertSixKeys(json);
    assertThat(tree(json).get("stockStatus").textValue())
        .isEqualTo(call.equals("inventory.stock") ? "unknown" : "available");
    assertThat(tree(json).get("rating").doubleValue())
        .isEqualTo(call.equals("reviews.rating") ? 0 : 4.6);

    STORE.cores().sell(CoreProduct.ordinary());
    assertThat(protobuf().isWhole()).as("after %s", how).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"INVENTORY", "REVIEWS"})
  void page_namesTheCall_whileItsServiceIsDown(Core core) {
    STORE.cores().stop(core);

    assertDegraded(protobuf(), core == Core.INVENTORY ? "inventory.stock" : "reviews.rating");

    STORE.cores().sell(CoreProduct.ordinary());
    STORE.awaitWhole();
  }

  @Test
  void page_namesBothCalls_whenBothAreBroken() throws Exception {
    STORE.cores().script(STOCK, Script.fail(Status.Code.INTERNAL, "BUG"));
    STORE.cores().script(RATING, Script.fail(Status.Code.INTERNAL, "BUG"));

    Answer json = json();

    assertDegraded(json, "inventory.stock, reviews.rating");
    assertSixKeys(json);
  }

  @Test
  void page_isWhole_afterALateAnswer() {
    CompletableFuture<Void> later = new CompletableFuture<>();
    STORE
        .cores()
        .script(
            STOCK,
            stock(Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK))
                .after(later));
    assertDegraded(protobuf(), "inventory.stock");

    later.complete(null);

    STORE.cores().sell(CoreProduct.ordinary());
    assertThat(protobuf().isWhole()).isTrue();
  }

  static Stream<Arguments> brokenCatalogue() {
    return Stream.of(
        Arguments.of(
            404, "PRODUCT_NOT_FOUND", false, Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT")),
        Arguments.of(
            404,
            "PRODUCT_NOT_FOUND",
            false,
            Script.fail(Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT")),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.UNAVAILABLE)),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.INTERNAL)),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.RESOURCE_EXHAUSTED)),
        Arguments.of(504, "CATALOG_UNAVAILABLE", true, fail(Status.Code.DEADLINE_EXCEEDED)),
        Arguments.of(504, "CATALOG_UNAVAILABLE", true, Script.never()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("brokenCatalogue")
  void error_saysWhatIsWrong_whenTheCatalogueIsBroken(
      int status, String code, boolean retryable, Script script) throws Exception {
    STORE.cores().script(PRODUCT, script);

    assertError(protobuf(), json(), status, code, retryable);
  }

  @Test
  void error_is503_whileTheCatalogueIsDown() throws Exception {
    STORE.cores().stop(Core.CATALOG);

    assertError(protobuf(), json(), 503, "CATALOG_UNAVAILABLE", true);

    STORE.cores().sell(CoreProduct.ordinary());
    STORE.awaitWhole();
  }

  static Stream<GetProductResponse> impossibleProducts() {
    harbor.catalog.v1.Product good = CoreProduct.ordinary().product();
    return Stream.of(
        GetProductResponse.getDefaultInstance(),
        product(good.toBuilder().clearId()),
        product(good.toBuilder().setId("HB9999")),
        product(good.toBuilder().clearPrice()),
        product(good.toBuilder().setPrice(CoreProduct.eur(0))),
        product(good.toBuilder().setPrice(CoreProduct.eur(-1))),
        product(good.toBuilder().setPrice(CoreProduct.eur(Integer.MAX_VALUE + 1L))));
  }

  @ParameterizedTest
  @MethodSource("impossibleProducts")
  void error_is503_whenTheProductIsImpossible(GetProductResponse impossible) throws Exception {
    STORE.cores().script(PRODUCT, Script.answer(impossible));

    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(PlanTelemetry.class);
    log.addAppender(lines);

    try {
      assertError(protobuf(), json(), 503, "CATALOG_UNAVAILABLE", true);
      // The line may be written a moment after the answer was sent.
      await()
          .untilAsserted(
              () ->
                  assertThat(lines.list)
                      .extracting(ILoggingEvent::getFormattedMessage)
                      .isNotEmpty()
                      .allMatch(
                          line ->
                              line.contains(": catalog.product BROKEN INVALID_ANSWER product.")));
    } finally {
      log.detachAppender(lines);
    }
  }

  @Test
  void error_namesTheField_whenTheIdIsMalformed() throws Exception {
    Answer json = STORE.visitor().get("/mobile/v1/products/%20id", "accept", "application/json");

    assertThat(json.status()).isEqualTo(400);
    assertThat(tree(json).get("message").textValue()).startsWith("id ");
    assertThat(STORE.cores().arrivals()).isEmpty();
  }

  @Test
  void page_is304_whenTheClientHasIt() {
    String tag = protobuf().header("etag");

    Answer again = STORE.visitor().get(MobileStore.PRODUCT, "if-none-match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void head_hasTheHeadersOfGet() {
    Answer head = STORE.visitor().send("HEAD", MobileStore.PRODUCT);

    assertThat(head.body()).isEmpty();
    assertThat(head.header("etag")).isEqualTo(protobuf().header("etag"));
  }

  private static Answer protobuf() {
    return STORE.visitor().get(MobileStore.PRODUCT);
  }

  private static Answer json() {
    return STORE.visitor().get(MobileStore.PRODUCT, "accept", "application/json");
  }

  private static JsonNode tree(Answer json) throws java.io.IOException {
    return new ObjectMapper().readTree(json.body());
  }

  private static void assertSixKeys(Answer json) throws java.io.IOException {
    assertThat(tree(json).fieldNames())
        .toIterable()
        .containsExactly("id", "name", "price", "image", "rating", "stockStatus");
  }

  private static void assertDegraded(Answer answer, String missing) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-degraded")).isEqualTo(missing);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers().firstValue("etag")).isEmpty();
  }

  private static void assertError(
      Answer protobuf, Answer json, int status, String code, boolean retryable)
      throws java.io.IOException {
    for (Answer answer : List.of(protobuf, json)) {
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.header("x-schema-version"))
          .matches("harbor\\.mobile\\.v1\\.Error; 1\\.\\d+");
    }
    assertThat(protobuf.header("content-type")).isEqualTo("application/x-protobuf");
    Error error = Error.parseFrom(protobuf.body());
    assertThat(error.getCode()).isEqualTo(code);
    assertThat(error.getMessage()).isNotEmpty();
    assertThat(error.getTraceId()).isEqualTo(protobuf.header("x-trace-id"));
    assertThat(error.getRetryable()).isEqualTo(retryable);
    assertThat(tree(json).fieldNames())
        .toIterable()
        .containsExactly("code", "message", "traceId", "retryable");
    assertThat(tree(json).get("code").textValue()).isEqualTo(code);
    assertThat(tree(json).get("retryable").booleanValue()).isEqualTo(retryable);
    assertThat(tree(json).get("traceId").textValue()).isEqualTo(json.header("x-trace-id"));
  }

  private static Script fail(Status.Code code) {
    return Script.fail(code, "SCRIPTED");
  }

  private static Script answer(Message.Builder message) {
    return Script.answer(message.build());
  }

  private static Script stock(Stock.Builder stock) {
    return answer(GetStockResponse.newBuilder().setStock(stock));
  }

  private static Script rating(@org.jspecify.annotations.Nullable Integer tenths) {
    return answer(
        tenths == null
            ? GetRatingResponse.newBuilder()
            : GetRatingResponse.newBuilder()
                .setRating(CoreProduct.ordinary().rating().toBuilder().setAverageTenths(tenths)));
  }

  private static GetProductResponse product(harbor.catalog.v1.Product.Builder product) {
    return GetProductResponse.newBuilder().setProduct(product).build();
  }
}
