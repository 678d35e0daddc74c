package harbor.reviews;

import static harbor.kit.service.Answer.answer;

import harbor.kit.service.Failure;
import harbor.kit.service.ImportBatch;
import harbor.kit.service.ImportOutcome;
import harbor.kit.service.Requests;
import harbor.kit.service.Watch;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ImportReviewsResponse;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.WatchRatingsRequest;
import harbor.reviews.v1.WatchRatingsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Reviews over gRPC: protobuf in, protobuf out, no decisions. */
final class ReviewsService extends ReviewsServiceGrpc.ReviewsServiceImplBase {
  private static final int MOST_IDS = 100;
  private static final int MOST_ROWS = 1_000;
  private static final int DEFAULT_PAGE = 20;
  private static final int MOST_A_PAGE = 100;
  private static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final ReviewStore reviews;
  private final Watch watch;

  ReviewsService(ReviewStore reviews, Watch watch) {
    this.reviews = reviews;
    this.watch = watch;
  }

  @Override
  public void getRating(GetRatingRequest request, StreamObserver<GetRatingResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.id("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          Rating rating = reviews.ratings(List.of(id)).getFirst();
          return GetRatingResponse.newBuilder().setRating(ReviewViews.message(rating)).build();
        });
  }

  @Override
  public void batchGetRatings(
      BatchGetRatingsRequest request, StreamObserver<BatchGetRatingsResponse> observer) {
    answer(
        observer,
        () -> {
          List<String> ids =
              Requests.ids(
                  "product_ids", request.getProductIdsList(), MOST_IDS, INVALID_PRODUCT_ID);
          BatchGetRatingsResponse.Builder response = BatchGetRatingsResponse.newBuilder();
          reviews.ratings(ids).forEach(rating -> response.addRatings(ReviewViews.message(rating)));
          return response.build();
        });
  }

  @Override
  public void listReviews(
      ListReviewsRequest request, StreamObserver<ListReviewsResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.id("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE, MOST_A_PAGE);
          ReviewPage page = reviews.page(id, position(request.getPageToken()), size);
          ListReviewsResponse.Builder response =
              ListReviewsResponse.newBuilder().setRating(ReviewViews.message(page.rating()));
          page.reviews().forEach(review -> response.addReviews(ReviewViews.message(review)));
          page.next().ifPresent(next -> response.setNextPageToken(Requests.pageToken(next.key())));
          return response.build();
        });
  }

  @Override
  public void importReviews(
      ImportReviewsRequest request, StreamObserver<ImportReviewsResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Review> batch =
              ImportBatch.of(
                  Requests.batch("reviews", request.getReviewsList(), MOST_ROWS),
                  ReviewViews::review,
                  Review::id);
          ImportOutcome outcome = batch.storeBy(reviews::put);
          return ImportReviewsResponse.newBuilder().setReport(ReviewViews.report(outcome)).build();
        });
  }

  @Override
  public void watchRatings(
      WatchRatingsRequest request, StreamObserver<WatchRatingsResponse> observer) {
    watch.answer(
        request.getResumeToken(),
        observer,
        changes ->
            WatchRatingsResponse.newBuilder().setChanges(ReviewViews.message(changes)).build());
  }

  private static Position position(String pageToken) {
    return pageToken.isEmpty()
        ? Position.START
        : Position.parse(Requests.keyOf(pageToken))
            .orElseThrow(
                () ->
                    Failure.invalidArgument(
                        "INVALID_PAGE_TOKEN",
                        "page_token is malformed (expected: one that a page gave)."));
  }
}
