package harbor.tax;

import harbor.kit.service.CoreContract;
import harbor.tax.v1.ListTaxRegionsRequest;
import harbor.tax.v1.TaxServiceGrpc;

class TaxContractIT extends CoreContract {
  TaxContractIT() {
    super(
        Tax.PROCESS,
        TaxServiceGrpc.getServiceDescriptor(),
        TaxServiceGrpc.getListTaxRegionsMethod(),
        ListTaxRegionsRequest.getDefaultInstance(),
        "regions");
  }
}
