package harbor.payments;

import harbor.kit.service.CoreContract;
import harbor.payments.v1.GetPaymentRequest;
import harbor.payments.v1.PaymentsServiceGrpc;

class PaymentsContractIT extends CoreContract {
  PaymentsContractIT() {
    super(
        Payments.process(_ -> Sandbox.nowhere()),
        PaymentsServiceGrpc.getServiceDescriptor(),
        PaymentsServiceGrpc.getGetPaymentMethod(),
        GetPaymentRequest.newBuilder().setOrderId("order-1").build(),
        "payments");
  }
}
