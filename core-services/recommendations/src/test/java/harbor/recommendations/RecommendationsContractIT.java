package harbor.recommendations;

import harbor.kit.service.CoreContract;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.RecommendationsServiceGrpc;

class RecommendationsContractIT extends CoreContract {
  RecommendationsContractIT() {
    super(
        Recommendations.PROCESS,
        RecommendationsServiceGrpc.getServiceDescriptor(),
        RecommendationsServiceGrpc.getListRelatedProductsMethod(),
        ListRelatedProductsRequest.newBuilder().setProductId("HB1").build(),
        "neighbours");
  }
}
