package harbor.users;

import harbor.kit.service.CoreContract;
import harbor.users.v1.GetAssessmentRequest;
import harbor.users.v1.UsersServiceGrpc;

class UsersContractIT extends CoreContract {
  UsersContractIT() {
    super(
        Users.PROCESS,
        UsersServiceGrpc.getServiceDescriptor(),
        UsersServiceGrpc.getGetAssessmentMethod(),
        GetAssessmentRequest.newBuilder().setUserId("nobody").build(),
        "assessments");
  }
}
