package harbor.recommendations;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.ImportBatch;
import harbor.recommendations.RebuildOutcome.AlreadyRunning;
import harbor.recommendations.RebuildOutcome.Rebuilt;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportOrderLinesResponse;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.ImportProfilesResponse;
import harbor.recommendations.v1.ListForPersonRequest;
import harbor.recommendations.v1.ListForPersonResponse;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Recommendations over gRPC: protobuf in, protobuf out, no decisions. */
final class RecommendationsService
    extends RecommendationsServiceGrpc.RecommendationsServiceImplBase {
  private static final int DEFAULT_PAGE_SIZE = 10;
  private static final int MAX_PAGE_SIZE = 50;
  private static final int MAX_SEEDS = 20;
  private static final int MAX_PROFILES = 1_000;
  private static final int MAX_LINES = 5_000;

  private final RecommendationStore store;
  private final Shown shown;

  RecommendationsService(RecommendationStore store, Shown shown) {
    this.store = store;
    this.shown = shown;
  }

  @Override
  public void listRelatedProducts(
      ListRelatedProductsRequest request, StreamObserver<ListRelatedProductsResponse> observer) {
    answer(
        observer,
        () -> {
          String id =
              Requests.externalId("product_id", request.getProductId(), "INVALID_PRODUCT_ID");
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
          ListRelatedProductsResponse.Builder response = ListRelatedProductsResponse.newBuilder();
          shown
              .of(store.related(id, size + Shown.SPARE), size)
              .forEach(
                  related -> response.addRecommendations(RecommendationViews.message(related)));
          return response.build();
        });
  }

  @Override
  public void listForPerson(
      ListForPersonRequest request, StreamObserver<ListForPersonResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_SEEDS);
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
          ListForPersonResponse.Builder response = ListForPersonResponse.newBuilder();
          shown
              .of(store.forPerson(ids, size + Shown.SPARE), size)
              .forEach(
                  related -> response.addRecommendations(RecommendationViews.personal(related)));
          return response.build();
        });
  }

  @Override
  public void importProfiles(
      ImportProfilesRequest request, StreamObserver<ImportProfilesResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Profile> batch =
              ImportBatch.of(
                  Requests.batch("profiles", request.getProfilesList(), MAX_PROFILES),
                  RecommendationViews::profile,
                  Profile::productId);
          return ImportProfilesResponse.newBuilder()
              .setReport(batch.storeBy(store::putProfiles))
              .build();
        });
  }

  @Override
  public void importOrderLines(
      ImportOrderLinesRequest request, StreamObserver<ImportOrderLinesResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<OrderLine> batch =
              ImportBatch.of(
                  Requests.batch("lines", request.getLinesList(), MAX_LINES),
                  RecommendationViews::line,
                  OrderLine::key);
          return ImportOrderLinesResponse.newBuilder()
              .setReport(batch.storeBy(store::putOrderLines))
              .build();
        });
  }

  @Override
  public void rebuildNeighbours(
      RebuildNeighboursRequest request, StreamObserver<RebuildNeighboursResponse> observer) {
    answer(
        observer,
        () ->
            switch (store.rebuildNeighbours()) {
              case Rebuilt(int products, long pairs) ->
                  RebuildNeighboursResponse.newBuilder()
                      .setProducts(products)
                      .setPairs(pairs)
                      .build();
              case AlreadyRunning() ->
                  throw Failure.aborted("REBUILD_RUNNING", "Another rebuild is under way.");
            });
  }
}
