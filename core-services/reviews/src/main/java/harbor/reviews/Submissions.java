package harbor.reviews;

import harbor.reviews.v1.ModerateReviewRequest;
import harbor.reviews.v1.ModerateReviewResponse;
import harbor.reviews.v1.SubmitReviewRequest;
import harbor.reviews.v1.SubmitReviewResponse;
import io.grpc.stub.StreamObserver;

/** Takes reviews of customers, and a moderator's decisions. Thread-safe. */
interface Submissions {
  /** Answers a customer. */
  void submit(SubmitReviewRequest request, StreamObserver<SubmitReviewResponse> observer);

  /** Answers a moderator. */
  void moderate(ModerateReviewRequest request, StreamObserver<ModerateReviewResponse> observer);
}
