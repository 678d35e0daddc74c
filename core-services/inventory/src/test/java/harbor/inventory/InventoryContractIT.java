package harbor.inventory;

import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.kit.service.CoreContract;

class InventoryContractIT extends CoreContract {
  InventoryContractIT() {
    super(
        Inventory.PROCESS,
        InventoryServiceGrpc.getServiceDescriptor(),
        InventoryServiceGrpc.getGetStockMethod(),
        GetStockRequest.newBuilder().setProductId("HB1").build(),
        "stock");
  }
}
