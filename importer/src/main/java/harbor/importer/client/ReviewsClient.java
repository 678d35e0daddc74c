package harbor.importer.client;

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

  /** Stores reviews. */
  public BatchResult reviews(List<Review> reviews) {
    ImportReviewsRequest request = ImportReviewsRequest.newBuilder().addAllReviews(reviews).build();
    return Calls.result(calls.batch(stub -> stub.importReviews(request)).getReport());
  }
}
