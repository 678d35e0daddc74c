package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.Rating;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.Money;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  @RegisterExtension private static final ScriptedStore STORE = WebStore.patient();

  private static final MethodDescriptor<?, ?> PRODUCT = CatalogServiceGrpc.getGetProductMethod();
  private static final MethodDescriptor<?, ?> STOCK = InventoryServiceGrpc.getGetStockMethod();
  private static final MethodDescriptor<?, ?> PRICE = PricingServiceGrpc.getGetPriceMethod();
  private static final MethodDescriptor<?, ?> REVIEWS = ReviewsServiceGrpc.getListReviewsMethod();
  private static final MethodDescriptor<?, ?> DELIVERY = ShippingServiceGrpc.getGetDeliveryMethod();
  private static final MethodDescriptor<?, ?> RELATED =
      RecommendationsServiceGrpc.getListRelatedProductsMethod();

  @Test
  void page_hasAllThatABrowserShows_whenTheProductIsRich() throws Exception {
    STORE.cores().sell(CoreProduct.rich());

    Answer answer = page();
    JsonNode tree = tree(answer);

    assertThat(answer.body()).hasSizeGreaterThan(5 * 1024);
    assertThat(tree.size()).isGreaterThanOrEqualTo(30);
    assertThat(tree.get("images")).hasSize(12);
    assertThat(tree.get("reviews")).hasSize(20);
    assertThat(tree.get("relatedProducts")).hasSize(10);
    List<String> names = new ArrayList<>();
    tree.get("specifications").fieldNames().forEachRemaining(names::add);
    assertThat(names).hasSize(50).startsWith("Property 1", "Property 2").endsWith("Property 50");
    assertThat(tree.get("oldPrice").get("minor").intValue()).isEqualTo(159_900);
    assertThat(tree.get("discount").get("percent").intValue()).isEqualTo(18);
  }

  static Stream<Arguments> impossibleAnswers() {
    List<Arguments> all = new ArrayList<>();
    GetStockResponse.Builder stock =
        GetStockResponse.newBuilder().setStock(CoreProduct.ordinary().stock());
    add(all, "inventory.stock", "empty", STOCK, GetStockResponse.newBuilder());
    stock.getStockBuilder().setAvailable(-1);
    add(all, "inventory.stock", "below zero", STOCK, stock);
    stock.getStockBuilder().setAvailable(1L << 33);
    add(all, "inventory.stock", "too many for an int", STOCK, stock);
    stock.getStockBuilder().setAvailable(1).setProductId("HB9999");
    add(all, "inventory.stock", "another product", STOCK, stock);
    for (Money money : impossibleAmounts()) {
      GetPriceResponse.Builder price =
          GetPriceResponse.newBuilder().setPrice(CoreProduct.ordinary().price());
      price.getPriceBuilder().setSaving(money);
      add(all, "pricing.price", "saving " + money, PRICE, price);
      price.getPriceBuilder().clearSaving().setCurrent(money);
      add(all, "pricing.price", "current " + money, PRICE, price);
      ListRelatedProductsResponse.Builder related =
          ListRelatedProductsResponse.newBuilder()
              .addAllRecommendations(CoreProduct.ordinary().related());
      related.getRecommendationsBuilder(1).setPrice(money);
      add(all, "recommendations.related", "price " + money, RELATED, related);
    }
    GetPriceResponse.Builder price =
        GetPriceResponse.newBuilder().setPrice(CoreProduct.ordinary().price());
    add(all, "pricing.price", "empty", PRICE, GetPriceResponse.newBuilder());
    price.getPriceBuilder().setDiscountBasisPoints(10_001);
    add(all, "pricing.price", "more than all", PRICE, price);
    ListRelatedProductsResponse.Builder related =
        ListRelatedProductsResponse.newBuilder()
            .addAllRecommendations(CoreProduct.ordinary().related());
    related.getRecommendationsBuilder(1).setLink("javascript:alert(1)");
    add(all, "recommendations.related", "a link that is a script", RELATED, related);
    add(
        all,
        "recommendations.related",
        "no reason",
        RELATED,
        ListRelatedProductsResponse.newBuilder()
            .addRecommendations(
                Recommendation.newBuilder().setProductId("HB1").setPrice(CoreProduct.eur(1))));
    add(all, "reviews.list", "empty", REVIEWS, ListReviewsResponse.newBuilder());
    add(
        all,
        "reviews.list",
        "rejected",
        REVIEWS,
        reviews(review().setModeration(ModerationStatus.MODERATION_STATUS_REJECTED)));
    add(all, "reviews.list", "six stars", REVIEWS, reviews(review().setRating(6)));
    add(
        all,
        "reviews.list",
        "no such time",
        REVIEWS,
        reviews(review().setWrittenAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE))));
    Rating rating = CoreProduct.ordinary().rating();
    add(
        all,
        "reviews.list",
        "average above five",
        REVIEWS,
        ListReviewsResponse.newBuilder().setRating(rating.toBuilder().setAverageTenths(51)));
    add(
        all,
        "reviews.list",
        "no histogram",
        REVIEWS,
        ListReviewsResponse.newBuilder().setRating(rating.toBuilder().clearHistogram()));
    return all.stream();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("impossibleAnswers")
  void page_namesTheCall_whenItsAnswerIsImpossible(
      String call, String how, MethodDescriptor<?, ?> method, Script script) throws Exception {
    STORE.cores().script(method, script);

    assertDegraded(page(), call);

    STORE.cores().sell(CoreProduct.ordinary());
    Answer again = page();
    assertThat(again.isWhole()).as("after %s", how).isTrue();
    assertMeta(again, List.of());
  }

  @ParameterizedTest
  @EnumSource(names = {"INVENTORY", "PRICING", "REVIEWS", "RECOMMENDATIONS", "SHIPPING"})
  void page_namesTheCall_whileItsServiceIsDown(Core core) throws Exception {
    STORE.cores().stop(core);

    assertDegraded(
        page(),
        switch (core) {
          case INVENTORY -> "inventory.stock";
          case PRICING -> "pricing.price";
          case REVIEWS -> "reviews.list";
          case RECOMMENDATIONS -> "recommendations.related";
          case SHIPPING -> "shipping.delivery";
          default -> throw new AssertionError(core);
        });

    STORE.cores().sell(CoreProduct.ordinary());
    STORE.awaitWhole();
  }

  @Test
  void page_namesAllCalls_whenAllAreBroken() throws Exception {
    for (MethodDescriptor<?, ?> method : List.of(STOCK, PRICE, REVIEWS, RELATED, DELIVERY)) {
      STORE.cores().script(method, fail(Status.Code.INTERNAL));
    }

    Answer answer = page();

    assertDegraded(
        answer,
        "inventory.stock",
        "pricing.price",
        "reviews.list",
        "recommendations.related",
        "shipping.delivery");
    assertThat(tree(answer).has("delivery")).isFalse();
    JsonNode tree = tree(answer);
    assertThat(tree.get("stock").get("status").textValue()).isEqualTo("unknown");
    assertThat(tree.get("price").get("minor").intValue()).isEqualTo(4_990);
    assertThat(tree.has("rating")).isFalse();
    assertThat(tree.get("reviews")).isEmpty();
  }

  static Stream<Arguments> brokenCatalogue() {
    return Stream.of(
        Arguments.of(
            404, "PRODUCT_NOT_FOUND", false, Script.fail(Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT")),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.UNAVAILABLE)),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.INTERNAL)),
        Arguments.of(503, "CATALOG_UNAVAILABLE", true, fail(Status.Code.RESOURCE_EXHAUSTED)),
        Arguments.of(504, "CATALOG_UNAVAILABLE", true, fail(Status.Code.DEADLINE_EXCEEDED)),
        Arguments.of(504, "CATALOG_UNAVAILABLE", true, Script.never()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("brokenCatalogue")
  void problem_saysWhatIsWrong_whenTheCatalogueIsBroken(
      int status, String code, boolean retryable, Script script) throws Exception {
    STORE.cores().script(PRODUCT, script);

    assertProblem(page(), status, code, retryable);
  }

  @Test
  void problem_is410_withRelatedProducts_whenTheProductIsWithdrawn() throws Exception {
    STORE.cores().script(PRODUCT, Script.fail(Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT"));

    Answer answer = page();

    assertThat(answer.status()).isEqualTo(410);
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    JsonNode problem = tree(answer);
    assertThat(problem.get("code").textValue()).isEqualTo("PRODUCT_WITHDRAWN");
    assertThat(problem.get("relatedProducts")).isNotEmpty();
    assertThat(problem.get("relatedProducts").get(0).has("price")).isTrue();
  }

  @Test
  void problem_is410_withoutRelatedProducts_whenNobodyKnowsThem() throws Exception {
    STORE.cores().script(PRODUCT, Script.fail(Status.Code.NOT_FOUND, "WITHDRAWN_PRODUCT"));
    STORE.cores().script(RELATED, fail(Status.Code.UNAVAILABLE));

    assertProblem(page(), 410, "PRODUCT_WITHDRAWN", false);
  }

  @Test
  void problem_is503_whileTheCatalogueIsDown() throws Exception {
    STORE.cores().stop(Core.CATALOG);

    assertProblem(page(), 503, "CATALOG_UNAVAILABLE", true);

    STORE.cores().sell(CoreProduct.ordinary());
    STORE.awaitWhole();
  }

  static Stream<GetProductResponse> impossibleProducts() {
    Product good = CoreProduct.ordinary().product();
    List<GetProductResponse> all = new ArrayList<>();
    all.add(GetProductResponse.getDefaultInstance());
    all.add(product(good.toBuilder().clearId()));
    all.add(product(good.toBuilder().setId("HB9999")));
    all.add(product(good.toBuilder().setPublished(false)));
    all.add(product(good.toBuilder().setLink("javascript:alert(1)")));
    all.add(product(good.toBuilder().setImages(0, Image.newBuilder().setUrl("//evil.test/1"))));
    for (Money money : impossibleAmounts()) {
      all.add(product(good.toBuilder().setPrice(money)));
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("impossibleProducts")
  void problem_is503_whenTheProductIsImpossible(GetProductResponse impossible) throws Exception {
    STORE.cores().script(PRODUCT, Script.answer(impossible));

    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.list = new CopyOnWriteArrayList<>();
    lines.start();
    Logger log = (Logger) LoggerFactory.getLogger(PlanTelemetry.class);
    log.addAppender(lines);

    try {
      assertProblem(page(), 503, "CATALOG_UNAVAILABLE", true);
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
  void problem_namesTheField_whenTheIdIsMalformed() throws Exception {
    Answer answer = STORE.visitor().get("/web/products/%20id");

    assertProblem(answer, 400, "INVALID_ARGUMENT", false);
    assertThat(tree(answer).get("detail").textValue()).startsWith("id ");
    assertThat(tree(answer).get("field").textValue()).isEqualTo("id");
    assertThat(STORE.cores().arrivals()).isEmpty();
  }

  @Test
  void problem_hasTheSameForm_whenThereIsNoSuchRoute() throws Exception {
    assertProblem(STORE.visitor().get("/nowhere"), 404, "NOT_FOUND", false);
    assertProblem(
        STORE.visitor().send("DELETE", WebStore.PRODUCT), 405, "METHOD_NOT_ALLOWED", false);
    assertProblem(
        STORE.visitor().get(WebStore.PRODUCT, "accept", "text/csv"), 406, "NOT_ACCEPTABLE", false);
  }

  @Test
  void page_is304_whenTheClientHasIt() {
    String tag = page().header("etag");

    Answer again = STORE.visitor().get(WebStore.PRODUCT, "if-none-match", tag);

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.header("content-language")).isEqualTo("en");
    assertThat(again.body()).isEmpty();
  }

  @Test
  void page_isInTheLanguageAskedFor_andSaysSo_withATagOfItsOwn() {
    Answer german = STORE.visitor().get(WebStore.PRODUCT, "accept-language", "de");

    assertThat(german.header("content-language")).isEqualTo("de");
    assertThat(german.header("etag")).isNotEqualTo(page().header("etag"));
    Answer again =
        STORE
            .visitor()
            .get(WebStore.PRODUCT, "accept-language", "de", "if-none-match", german.header("etag"));
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.header("content-language")).isEqualTo("de");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("brokenCatalogue")
  void problem_isInEnglish_whicheverLanguageWasAskedFor(
      int status, String code, boolean retryable, Script script) throws Exception {
    STORE.cores().script(PRODUCT, script);

    Answer answer = STORE.visitor().get(WebStore.PRODUCT, "accept-language", "de");

    assertProblem(answer, status, code, retryable);
    assertThat(answer.headers().allValues("content-language")).containsExactly("en");
  }

  private static Answer page() {
    return STORE.visitor().get(WebStore.PRODUCT);
  }

  private static ObjectNode tree(Answer answer) throws IOException {
    return (ObjectNode) new ObjectMapper().readTree(answer.body());
  }

  private static void assertDegraded(Answer answer, String... missing) throws IOException {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("x-degraded")).isEqualTo(String.join(", ", missing));
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers().firstValue("etag")).isEmpty();
    assertMeta(answer, List.of(missing));
  }

  private static void assertMeta(Answer answer, List<String> missing) throws IOException {
    JsonNode meta = tree(answer).get("meta");
    assertThat(meta.get("degraded").booleanValue()).isEqualTo(!missing.isEmpty());
    List<String> named = new ArrayList<>();
    meta.get("missing").forEach(name -> named.add(name.textValue()));
    assertThat(named).isEqualTo(missing);
    assertThat(meta.get("traceId").textValue()).isEqualTo(answer.header("x-trace-id"));
    assertThat(meta.get("generatedAt").textValue()).endsWith("Z");
    assertThat(meta.get("latencyMs").intValue()).isNotNegative();
  }

  private static void assertProblem(Answer answer, int status, String code, boolean retryable)
      throws IOException {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    JsonNode problem = tree(answer);
    assertThat(problem.fieldNames())
        .toIterable()
        .startsWith("type", "title", "status", "detail", "code", "traceId", "retryable")
        .hasSize(problem.has("field") ? 8 : 7);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("code").textValue()).isEqualTo(code);
    assertThat(problem.get("type").textValue())
        .isEqualTo("/problems/" + code.toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    assertThat(problem.get("title").textValue()).isNotEmpty();
    assertThat(problem.get("detail").textValue()).isNotEmpty();
    assertThat(problem.get("retryable").booleanValue()).isEqualTo(retryable);
    assertThat(problem.get("traceId").textValue()).isEqualTo(answer.header("x-trace-id"));
  }

  private static void add(
      List<Arguments> all,
      String call,
      String how,
      MethodDescriptor<?, ?> method,
      Message.Builder wrong) {
    all.add(Arguments.of(call, how, method, Script.answer(wrong.build())));
  }

  private static List<Money> impossibleAmounts() {
    return List.of(
        Money.getDefaultInstance(),
        CoreProduct.eur(-1),
        CoreProduct.eur(Integer.MAX_VALUE + 1L),
        CoreProduct.eur(1).toBuilder().setCurrency("QQQ").build());
  }

  private static Script fail(Status.Code code) {
    return Script.fail(code, "SCRIPTED");
  }

  private static Review.Builder review() {
    return CoreProduct.ordinary().reviews().getFirst().toBuilder();
  }

  private static ListReviewsResponse.Builder reviews(Review.Builder review) {
    return ListReviewsResponse.newBuilder()
        .addReviews(review)
        .setRating(CoreProduct.ordinary().rating());
  }

  private static GetProductResponse product(Product.Builder product) {
    return GetProductResponse.newBuilder().setProduct(product).build();
  }
}
