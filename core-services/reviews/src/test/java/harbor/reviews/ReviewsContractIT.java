package harbor.reviews;

import harbor.kit.service.CoreContract;
import harbor.reviews.v1.GetRatingRequest;
import harbor.reviews.v1.ReviewsServiceGrpc;

class ReviewsContractIT extends CoreContract {
  ReviewsContractIT() {
    super(
        Reviews.PROCESS,
        ReviewsServiceGrpc.getServiceDescriptor(),
        ReviewsServiceGrpc.getGetRatingMethod(),
        GetRatingRequest.newBuilder().setProductId("HB1").build(),
        "ratings");
  }
}
