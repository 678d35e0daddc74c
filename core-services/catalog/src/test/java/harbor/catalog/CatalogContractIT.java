package harbor.catalog;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.GetProductRequest;
import harbor.kit.service.CoreContract;

class CatalogContractIT extends CoreContract {
  CatalogContractIT() {
    super(
        Catalog.PROCESS,
        CatalogServiceGrpc.getServiceDescriptor(),
        CatalogServiceGrpc.getGetProductMethod(),
        GetProductRequest.newBuilder().setProductId("HB1").build(),
        "products");
  }
}
