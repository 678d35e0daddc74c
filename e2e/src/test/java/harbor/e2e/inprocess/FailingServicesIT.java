package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.e2e.inprocess.Pages.Kind;
import harbor.kit.bff.edge.BffProcess;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand product pages while reviews and recommendations fail in one way after another. */
class FailingServicesIT {
  private static final int PAGES = 2_000;
  private static final int AT_ONCE = 64;

  /** What may be missing has less time than usual, so that waiting for it in vain is short. */
  private static final Duration OPTIONAL = Duration.ofMillis(60);

  private static final List<MethodDescriptor<?, ?>> METHODS =
      List.of(
          ReviewsServiceGrpc.getListReviewsMethod(),
          RecommendationsServiceGrpc.getListRelatedProductsMethod());

  private static ScriptedCores cores;
  private static BffProcess.Running bff;

  enum Way {
    REFUSED,
    HUNG,
    SLOW,
    THREE_PERCENT_ERRORS,
    GARBAGE;

    void happens() {
      switch (this) {
        case REFUSED -> List.of(Core.REVIEWS, Core.RECOMMENDATIONS).forEach(cores::stop);
        case HUNG -> List.of(Core.REVIEWS, Core.RECOMMENDATIONS).forEach(cores::hang);
        case SLOW -> script(well -> well.late(OPTIONAL.multipliedBy(4)));
        case THREE_PERCENT_ERRORS -> script(well -> well.failingEach(33, Status.Code.UNAVAILABLE));
        case GARBAGE -> script(_ -> Script.garbage());
      }
    }

    private static void script(UnaryOperator<Script> change) {
      METHODS.forEach(method -> cores.script(method, change.apply(cores.scriptOf(method))));
    }
  }

  @BeforeAll
  static void start() {
    cores = ScriptedCores.start();
    bff = Client.WEB.start(cores::target, FailingServicesIT::pace);
  }

  @AfterAll
  static void stop() {
    bff.close();
    cores.close();
  }

  @BeforeEach
  void allIsWell() {
    cores.sell(CoreProduct.ordinary());
    try (Visitor visitor = new Visitor(bff.port(), HttpClient.Version.HTTP_1_1)) {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> visitor.get(Client.WEB.product()), Visitor.Answer::isWhole);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPageFails_andEachNamesWhatIsMissing(Way way) {
    way.happens();

    Map<Kind, Integer> pages = ask(PAGES);

    assertThat(pages.keySet()).extracting(Kind::status).containsOnly(200);
    if (way != Way.THREE_PERCENT_ERRORS) {
      assertThat(pages.keySet())
          .extracting(Kind::missing)
          .allMatch(missing -> missing.contains("reviews.list"))
          .allMatch(missing -> missing.contains("recommendations.related"));
    }
  }

  /** The counter-test: the count sees pages that fail. */
  @Test
  void pagesFail_whileTheCatalogueIsGone() {
    cores.stop(Core.CATALOG);

    assertThat(ask(AT_ONCE).keySet()).extracting(Kind::status).containsOnly(503);
  }

  private static Map<Kind, Integer> ask(int times) {
    try (Pages pages = new Pages(bff.port(), Client.WEB.product(), AT_ONCE)) {
      return pages.ask(times, cores::forget);
    }
  }

  private static Duration pace(Duration deadline) {
    return deadline.compareTo(Duration.ofMillis(200)) < 0 ? OPTIONAL : deadline.multipliedBy(40);
  }
}
