package harbor.clients;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.kit.client.CachePolicy;
import harbor.kit.client.Channels;
import harbor.kit.client.Lookup;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportOrderLinesResponse;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.ImportProfilesResponse;
import harbor.recommendations.v1.ListForPersonRequest;
import harbor.recommendations.v1.ListForPersonResponse;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.Recommendation;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.type.v1.ImportReport;
import java.util.List;
import java.util.function.Function;

/** The recommendations: what goes with what, and what a person may like. */
public final class RecommendationsClient {
  /** Where it is. */
  public static final Service<RecommendationsClient> SERVICE =
      Service.of("recommendations", 9106, RecommendationsClient::new);

  /** Of so many products can be said what a person may like. */
  public static final int MAX_SEEDS = 20;

  private static final int MAX = 10;
  private static final int MAX_FOR_PERSON = 20;

  /** In no product's id. */
  private static final String SEPARATOR = ",";

  /** Ten products that go with another, the best first. */
  public final Lookup<ListRelatedProductsResponse, List<Recommendation>> related;

  /**
   * Twenty products for a person, of those that they bought or looked at, the latest first and at
   * most {@value #MAX_SEEDS}.
   */
  public final Read<List<String>, List<PersonalRecommendation>> forPerson;

  /** Stores what recommendations need of products. */
  public final Write<ImportProfilesRequest, ImportReport> importProfiles;

  /** Stores lines of past orders, which count once the neighbours are rebuilt. */
  public final Write<ImportOrderLinesRequest, ImportReport> importOrderLines;

  /** Makes the stored order lines count. */
  public final Write<RebuildNeighboursRequest, RebuildNeighboursResponse> rebuildNeighbours;

  /** Over these channels. */
  public RecommendationsClient(Channels recommendations) {
    related =
        recommendations
            .lookup(
                RecommendationsServiceGrpc.getListRelatedProductsMethod(),
                id ->
                    ListRelatedProductsRequest.newBuilder()
                        .setProductId(id)
                        .setPageSize(MAX)
                        .build(),
                (_, response) -> checkRelated(response.getRecommendationsList()),
                ListRelatedProductsResponse::getRecommendationsList)
            // Their cards show prices, and nobody says when those change: what was kept for the
            // longest time that chance gives it must not be a second late.
            .cached(CachePolicy.of("recommendations.related").maxMebibytes(32).ttl(ofMillis(700)));
    forPerson =
        recommendations
            .lookup(
                RecommendationsServiceGrpc.getListForPersonMethod(),
                RecommendationsClient::forPerson,
                (_, response) -> checkPersonal(response.getRecommendationsList()),
                ListForPersonResponse::getRecommendationsList)
            // By products alone: whose they are is not in it. What they cost is asked elsewhere.
            .cached(
                CachePolicy.of("recommendations.for_person")
                    .ttl(ofSeconds(60))
                    .staleIfError(ofMinutes(10)))
            .with(seeds -> String.join(SEPARATOR, seeds));
    importProfiles =
        recommendations.write(
            RecommendationsServiceGrpc.getImportProfilesMethod(),
            Function.identity(),
            ImportProfilesResponse::getReport);
    importOrderLines =
        recommendations.write(
            RecommendationsServiceGrpc.getImportOrderLinesMethod(),
            Function.identity(),
            ImportOrderLinesResponse::getReport);
    rebuildNeighbours =
        recommendations.write(
            RecommendationsServiceGrpc.getRebuildNeighboursMethod(),
            Function.identity(),
            Function.identity());
  }

  private static ListForPersonRequest forPerson(String seeds) {
    return ListForPersonRequest.newBuilder()
        .addAllProductIds(seeds.isEmpty() ? List.of() : List.of(seeds.split(SEPARATOR)))
        .setPageSize(MAX_FOR_PERSON)
        .build();
  }

  private static void checkPersonal(List<PersonalRecommendation> recommendations) {
    Valid.page("recommendations", recommendations, MAX_FOR_PERSON, MAX_FOR_PERSON);
    for (PersonalRecommendation recommendation : recommendations) {
      Valid.required("recommendation.product_id", recommendation.getProductId());
      Valid.known("recommendation.reason", recommendation.getReason());
    }
  }

  private static void checkRelated(List<Recommendation> recommendations) {
    Valid.page("recommendations", recommendations, MAX, MAX);
    for (Recommendation recommendation : recommendations) {
      Valid.required("recommendation.product_id", recommendation.getProductId());
      Valid.price("recommendation.price", recommendation.getPrice());
      Valid.known("recommendation.reason", recommendation.getReason());
      Valid.link("recommendation.link", recommendation.getLink());
      Valid.link("recommendation.image_url", recommendation.getImageUrl());
    }
  }
}
