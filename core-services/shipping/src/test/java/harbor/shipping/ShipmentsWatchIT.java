package harbor.shipping;

import harbor.kit.service.WatchContract;
import harbor.shipping.v1.ShippingServiceGrpc;
import java.util.Set;

/** Orders are watched while their shipments are planned. */
class ShipmentsWatchIT extends WatchContract {
  ShipmentsWatchIT() {
    super(Shipping.PROCESS, ShippingServiceGrpc.getWatchShipmentsMethod());
  }

  @Override
  protected Set<String> importVersion(int version) {
    String order = "O-" + version;
    var _ =
        ShippingServiceGrpc.newBlockingStub(core.channel()).planShipment(Plans.plan(order).build());
    return Set.of(order);
  }
}
