package harbor.pricing;

import harbor.kit.service.CoreContract;
import harbor.pricing.v1.GetPriceRequest;
import harbor.pricing.v1.PricingServiceGrpc;

class PricingContractIT extends CoreContract {
  PricingContractIT() {
    super(
        Pricing.PROCESS,
        PricingServiceGrpc.getServiceDescriptor(),
        PricingServiceGrpc.getGetPriceMethod(),
        GetPriceRequest.newBuilder().setProductId("HB1").build(),
        "prices");
  }
}
