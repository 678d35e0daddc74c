package harbor.pricing.offer;

import harbor.kit.service.CoreContract;
import harbor.pricing.Pricing;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.TakePromotionsRequest;

/** What is asked for here is not found, which is an answer. */
class OffersContractIT extends CoreContract {
  OffersContractIT() {
    super(
        Pricing.PROCESS,
        OffersServiceGrpc.getServiceDescriptor(),
        OffersServiceGrpc.getTakePromotionsMethod(),
        TakePromotionsRequest.newBuilder().setOfferId("none").setOrderId("order-1").build(),
        "offers");
  }
}
