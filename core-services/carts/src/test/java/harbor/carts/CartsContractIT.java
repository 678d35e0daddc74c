package harbor.carts;

import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.GetCartRequest;
import harbor.kit.runtime.OpaqueId;
import harbor.kit.service.CoreContract;

class CartsContractIT extends CoreContract {
  CartsContractIT() {
    super(
        Carts.PROCESS,
        CartsServiceGrpc.getServiceDescriptor(),
        CartsServiceGrpc.getGetCartMethod(),
        GetCartRequest.newBuilder().setCartId(OpaqueId.random()).build(),
        "carts");
  }
}
