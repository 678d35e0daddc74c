package harbor.content;

import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.ListFlagsRequest;
import harbor.kit.service.CoreContract;

class ContentContractIT extends CoreContract {
  ContentContractIT() {
    super(
        Content.PROCESS,
        ContentServiceGrpc.getServiceDescriptor(),
        ContentServiceGrpc.getListFlagsMethod(),
        ListFlagsRequest.getDefaultInstance(),
        "flags");
  }
}
