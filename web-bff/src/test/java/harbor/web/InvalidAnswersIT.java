package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.Product;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerationStatus;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.ScriptedStore.RunningBff;
import harbor.scripted.Visitor;
import harbor.scripted.Visitor.Answer;
import io.grpc.MethodDescriptor;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.http.HttpClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With caches on: an answer that cannot be is shown to nobody, and kept nowhere. */
class InvalidAnswersIT {
  private static final MethodDescriptor<?, ?> PRODUCT = CatalogServiceGrpc.getGetProductMethod();
  private static final MethodDescriptor<?, ?> REVIEWS = ReviewsServiceGrpc.getListReviewsMethod();

  private static ScriptedCores cores;
  private static RunningBff bff;
  private static Visitor visitor;

  @BeforeAll
  static void start() {
    cores = ScriptedCores.start();
    bff =
        WebStore.start(
            cores, InMemorySpanExporter.create(), deadline -> deadline.multipliedBy(10), "on");
    visitor = new Visitor(bff.port(), HttpClient.Version.HTTP_1_1);
  }

  @AfterAll
  static void stop() throws Exception {
    visitor.close();
    bff.closing().close();
    cores.close();
  }

  @BeforeEach
  void allIsWell() {
    cores.sell(CoreProduct.ordinary());
    cores.forget();
  }

  @Test
  void productOfAnotherId_isAnError_andTheNextPageHasTheRightOne() {
    Product other = CoreProduct.rich().product();
    cores.script(PRODUCT, Script.answer(GetProductResponse.newBuilder().setProduct(other).build()));

    Answer refused = visitor.get("/web/products/HB7001");

    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("cache-control")).isEqualTo("no-store");
    assertThat(refused.text()).contains("CATALOG_UNAVAILABLE").doesNotContain(other.getId());

    allIsWell();
    assertThat(visitor.get("/web/products/HB7001").status()).isEqualTo(200);
    assertThat(asked(PRODUCT)).isEqualTo(1);
  }

  @Test
  void rejectedReview_isAMissingPart_andTheNextPageIsWhole() {
    ListReviewsResponse.Builder reviews =
        ListReviewsResponse.newBuilder()
            .addAllReviews(CoreProduct.ordinary().reviews())
            .setRating(CoreProduct.ordinary().rating());
    reviews
        .getReviewsBuilder(0)
        .setBody("a rejected review")
        .setModeration(ModerationStatus.MODERATION_STATUS_REJECTED);
    cores.script(REVIEWS, Script.asAsked(reviews.build()));

    Answer degraded = visitor.get("/web/products/HB7002");

    assertThat(degraded.status()).isEqualTo(200);
    assertThat(degraded.header("x-degraded")).contains("reviews.list");
    assertThat(degraded.header("cache-control")).isEqualTo("no-store");
    assertThat(degraded.text()).doesNotContain("a rejected review");

    allIsWell();
    assertThat(visitor.get("/web/products/HB7002").header("x-degraded"))
        .doesNotContain("reviews.list");
    assertThat(asked(REVIEWS)).isEqualTo(1);
  }

  /** The counter-test: the same review, approved, is shown, and kept. */
  @Test
  void approvedReview_isShown_andKept() {
    ListReviewsResponse.Builder reviews =
        ListReviewsResponse.newBuilder()
            .addAllReviews(CoreProduct.ordinary().reviews())
            .setRating(CoreProduct.ordinary().rating());
    reviews.getReviewsBuilder(0).setBody("an approved review");
    cores.script(REVIEWS, Script.asAsked(reviews.build()));

    assertThat(visitor.get("/web/products/HB7003").text()).contains("an approved review");
    allIsWell();
    assertThat(visitor.get("/web/products/HB7003").text()).contains("an approved review");
    assertThat(asked(REVIEWS)).isZero();
  }

  private static long asked(MethodDescriptor<?, ?> method) {
    return cores.arrivals().stream()
        .filter(arrival -> arrival.method().equals(method.getFullMethodName()))
        .count();
  }
}
