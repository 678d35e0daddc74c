package harbor.shipping;

import harbor.kit.service.CoreContract;
import harbor.shipping.v1.ListOrderShipmentsRequest;
import harbor.shipping.v1.ShippingServiceGrpc;

class ShippingContractIT extends CoreContract {
  ShippingContractIT() {
    super(
        Shipping.PROCESS,
        ShippingServiceGrpc.getServiceDescriptor(),
        ShippingServiceGrpc.getListOrderShipmentsMethod(),
        ListOrderShipmentsRequest.newBuilder().setOrderId("O1").build(),
        "shipments");
  }
}
