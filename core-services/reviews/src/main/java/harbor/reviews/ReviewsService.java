package harbor.reviews;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.PageToken;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.table.TablePages;
import harbor.reviews.v1.BatchGetRatingsRequest;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.ImportReviewsResponse;
import harbor.reviews.v1.ListAllReviewsRequest;
import harbor.reviews.v1.ListAllReviewsResponse;
import harbor.reviews.v1.ListReviewsRequest;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.SubmitReviewRequest;
import harbor.reviews.v1.SubmitReviewResponse;
import harbor.reviews.v1.WatchRatingsRequest;
import harbor.reviews.v1.WatchRatingsResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Reviews over gRPC: protobuf in, protobuf out, no decisions. */
final class ReviewsService extends ReviewsServiceGrpc.ReviewsServiceImplBase {
  private static final int MAX_IDS = 100;
  private static final int MAX_ROWS = 1_000;
  private static final int DEFAULT_PAGE_SIZE = 20;
  private static final int MAX_PAGE_SIZE = 100;
  static final String INVALID_PRODUCT_ID = "INVALID_PRODUCT_ID";

  private final ReviewStore reviews;
  private final TablePages<StoredReview> all;
  private final Submissions submissions;
  private final ChangeFeed changes;

  ReviewsService(
      ReviewStore reviews,
      TablePages<StoredReview> all,
      Submissions submissions,
      ChangeFeed changes) {
    this.reviews = reviews;
    this.all = all;
    this.submissions = submissions;
    this.changes = changes;
  }

  @Override
  public void getRating(GetRatingRequest request, StreamObserver<GetRatingResponse> observer) {
    answer(
        observer,
        () -> {
          String id = Requests.externalId("product_id", request.getProductId(), INVALID_PRODUCT_ID);
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
          List<String> ids = Requests.productIds(request.getProductIdsList(), MAX_IDS);
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
          String id = Requests.externalId("product_id", request.getProductId(), INVALID_PRODUCT_ID);
          int size = Requests.pageSize(request.getPageSize(), DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
          PageToken pages = PageToken.of("reviews.reviews", id);
          ReviewPage page = reviews.page(id, position(pages.key(request.getPageToken())), size);
          ListReviewsResponse.Builder response =
              ListReviewsResponse.newBuilder().setRating(ReviewViews.message(page.rating()));
          page.reviews().forEach(review -> response.addReviews(ReviewViews.message(review)));
          page.next().ifPresent(next -> response.setNextPageToken(pages.after(next.key())));
          return response.build();
        });
  }

  @Override
  public void listAllReviews(
      ListAllReviewsRequest request, StreamObserver<ListAllReviewsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<StoredReview> page =
              all.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListAllReviewsResponse.newBuilder()
              .addAllReviews(page.rows().stream().map(ReviewViews::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void submitReview(
      SubmitReviewRequest request, StreamObserver<SubmitReviewResponse> observer) {
    submissions.submit(request, observer);
  }

  @Override
  public void moderateReview(
      ModerateReviewRequest request, StreamObserver<ModerateReviewResponse> observer) {
    submissions.moderate(request, observer);
  }

  @Override
  public void importReviews(
      ImportReviewsRequest request, StreamObserver<ImportReviewsResponse> observer) {
    answer(
        observer,
        () -> {
          ImportBatch<Review> batch =
              ImportBatch.of(
                  Requests.batch("reviews", request.getReviewsList(), MAX_ROWS),
                  ReviewViews::review,
                  Review::id);
          return ImportReviewsResponse.newBuilder().setReport(batch.storeBy(reviews::put)).build();
        });
  }

  @Override
  public void watchRatings(
      WatchRatingsRequest request, StreamObserver<WatchRatingsResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchRatingsResponse.newBuilder().setChanges(told).build());
  }

  private static Position position(String key) {
    return key.isEmpty() ? Position.START : Position.parse(key).orElseThrow(PageToken::invalid);
  }
}
