package harbor.recommendations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import harbor.clients.CatalogClient;
import harbor.kit.client.PlainChannels;
import harbor.kit.service.InProcessCore;
import harbor.recommendations.RebuildOutcome.AlreadyRunning;
import harbor.recommendations.v1.ListForPersonRequest;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceBlockingStub;
import harbor.type.v1.Money;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendationsServiceTest {
  private final FakeCatalog catalog = new FakeCatalog();
  private final InProcessCore catalogCore = InProcessCore.serving(catalog);
  private final InProcessCore core =
      InProcessCore.serving(
          new RecommendationsService(
              new Scripted(),
              new Shown(
                  new CatalogClient(PlainChannels.over("catalog", catalogCore.channel()))
                      .card.all())));
  private final RecommendationsServiceBlockingStub recommendations =
      RecommendationsServiceGrpc.newBlockingStub(core.channel());

  /** Lists as many similar products as asked; a rebuild is always under way. */
  private static final class Scripted implements RecommendationStore {
    @Override
    public List<Related> related(String productId, int size) {
      return IntStream.range(0, size)
          .mapToObj(
              i ->
                  new Related(
                      "p" + i, "T", "/i", "/p", Examples.eur(5), "", Related.Reason.SIMILAR, 0.5))
          .toList();
    }

    @Override
    public List<Related> forPerson(List<String> productIds, int size) {
      return related("", size);
    }

    @Override
    public List<Boolean> putProfiles(List<Profile> profiles) {
      return List.of();
    }

    @Override
    public List<Boolean> putOrderLines(List<OrderLine> lines) {
      return List.of();
    }

    @Override
    public RebuildOutcome rebuildNeighbours() {
      return new AlreadyRunning();
    }
  }

  @AfterEach
  void stop() {
    core.close();
    catalogCore.close();
  }

  @Test
  void listRelatedProducts_saysEverything_andListsTenUnlessAsked() {
    List<Recommendation> listed =
        recommendations
            .listRelatedProducts(
                ListRelatedProductsRequest.newBuilder().setProductId("HB1").build())
            .getRecommendationsList();

    assertThat(listed).hasSize(10);
    assertThat(listed.getFirst())
        .isEqualTo(
            Recommendation.newBuilder()
                .setProductId("p0")
                .setTitle("T")
                .setImageUrl("/i")
                .setLink("/p")
                .setPrice(Money.newBuilder().setMinor(5).setCurrency("EUR"))
                .setReason(RecommendationReason.RECOMMENDATION_REASON_SIMILAR)
                .setScore(0.5)
                .build());
  }

  @Test
  void lists_areOfWhatTheCatalogueShows_forWhatItCostsNow() {
    catalog.withdrawn.add("p1");
    catalog.prices.put("p2", 3L);

    assertThat(related())
        .extracting(listed -> listed.getProductId() + " " + listed.getPrice().getMinor())
        .startsWith("p0 5", "p2 3", "p3 5")
        .hasSize(10);
    assertThat(forPerson()).doesNotContain("p1").hasSize(10);
  }

  @Test
  void lists_areAsImported_whenTheCatalogueIsDown() {
    catalog.withdrawn.add("p1");
    catalog.isDown = true;

    assertThat(related()).extracting(Recommendation::getProductId).contains("p1").hasSize(10);
    assertThat(forPerson()).contains("p1").hasSize(10);
  }

  private List<Recommendation> related() {
    return recommendations
        .listRelatedProducts(ListRelatedProductsRequest.newBuilder().setProductId("HB1").build())
        .getRecommendationsList();
  }

  private List<String> forPerson() {
    return recommendations
        .listForPerson(ListForPersonRequest.newBuilder().addProductIds("HB1").build())
        .getRecommendationsList()
        .stream()
        .map(PersonalRecommendation::getProductId)
        .toList();
  }

  @Test
  void listForPerson_saysIdsAndReasonsAlone_andRefusesMoreThanTwenty() {
    List<PersonalRecommendation> listed =
        recommendations
            .listForPerson(ListForPersonRequest.newBuilder().addProductIds("HB1").build())
            .getRecommendationsList();

    assertThat(listed).hasSize(10);
    assertThat(listed.getFirst())
        .isEqualTo(
            PersonalRecommendation.newBuilder()
                .setProductId("p0")
                .setReason(RecommendationReason.RECOMMENDATION_REASON_SIMILAR)
                .build());
    ListForPersonRequest.Builder many = ListForPersonRequest.newBuilder();
    IntStream.range(0, 21).forEach(i -> many.addProductIds("p" + i));
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> recommendations.listForPerson(many.build()));
    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void rebuildNeighbours_isAborted_whileAnotherIsUnderWay() {
    StatusRuntimeException ended =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () -> recommendations.rebuildNeighbours(RebuildNeighboursRequest.getDefaultInstance()));

    assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
  }
}
