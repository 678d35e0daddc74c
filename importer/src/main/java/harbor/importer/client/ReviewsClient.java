package harbor.importer.client;

import harbor.importer.feed.ReviewData;
import harbor.reviews.v1.ImportReviewsRequest;
import harbor.reviews.v1.Review;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceBlockingStub;
import io.grpc.Channel;
import java.util.List;

/** Reviews over gRPC; imported ones count as approved. */
public final class ReviewsClient {
  private final Calls<ReviewsServiceBlockingStub> calls;

  ReviewsClient(Channel channel, Calls.Pause pause) {
    this.calls = new Calls<>("reviews", ReviewsServiceGrpc.newBlockingStub(channel), pause);
  }

  public BatchResult reviews(List<ReviewData> reviews) {
    ImportReviewsRequest.Builder request = ImportReviewsRequest.newBuilder();
    reviews.forEach(review -> request.addReviews(message(review)));
    return Calls.result(calls.batch(stub -> stub.importReviews(request.build())).getReport());
  }

  private static Review message(ReviewData review) {
    return Review.newBuilder()
        .setId(review.id())
        .setProductId(review.productId())
        .setRating(review.rating())
        .setTitle(review.title())
        .setBody(review.body())
        .setAuthor(review.author())
        .setWrittenAt(RecommendationsClient.timestamp(review.writtenAt()))
        .setVerifiedPurchase(review.verified())
        .build();
  }
}
