package harbor.payments;

import harbor.kit.service.row.Timestamps;
import harbor.payments.Reconciliation.Report;
import harbor.payments.RiskRule.Assessment;
import harbor.payments.v1.AssessRiskResponse;
import harbor.payments.v1.Discrepancy;
import harbor.payments.v1.OperationKind;
import harbor.payments.v1.OperationStatus;
import harbor.payments.v1.PaymentOperation;
import harbor.payments.v1.PaymentStatus;
import harbor.payments.v1.ReconcileResponse;
import harbor.payments.v1.RiskDecision;

/** The domain as the contract has it. */
final class PaymentViews {
  private PaymentViews() {}

  static harbor.payments.v1.Payment payment(Payment payment) {
    harbor.payments.v1.Payment.Builder message =
        harbor.payments.v1.Payment.newBuilder()
            .setId(payment.id())
            .setOrderId(payment.orderId())
            .setStatus(
                switch (payment.status()) {
                  case PENDING -> PaymentStatus.PAYMENT_STATUS_PENDING;
                  case AUTHORIZED -> PaymentStatus.PAYMENT_STATUS_AUTHORIZED;
                  case CAPTURED -> PaymentStatus.PAYMENT_STATUS_CAPTURED;
                  case VOIDED -> PaymentStatus.PAYMENT_STATUS_VOIDED;
                  case REFUNDED -> PaymentStatus.PAYMENT_STATUS_REFUNDED;
                  case DECLINED -> PaymentStatus.PAYMENT_STATUS_DECLINED;
                })
            .setAmount(payment.amount().message())
            .setHeldMinor(payment.sums().held())
            .setCapturedMinor(payment.sums().captured())
            .setRefundedMinor(payment.sums().refunded())
            .setRefusalReason(payment.refusalReason())
            .setCountry(payment.country())
            .setLocale(payment.locale())
            .setAudit(payment.audit().message());
    payment.operations().forEach(operation -> message.addOperations(operation(operation)));
    return message.build();
  }

  static AssessRiskResponse assessment(Assessment assessment) {
    return AssessRiskResponse.newBuilder()
        .setDecision(
            switch (assessment.decision()) {
              case ACCEPT -> RiskDecision.RISK_DECISION_ACCEPT;
              case REVIEW -> RiskDecision.RISK_DECISION_REVIEW;
              case REFUSE -> RiskDecision.RISK_DECISION_REFUSE;
            })
        .addAllReasons(assessment.reasons())
        .build();
  }

  static ReconcileResponse report(Report report) {
    ReconcileResponse.Builder message =
        ReconcileResponse.newBuilder().setCompared(report.compared());
    report
        .discrepancies()
        .forEach(
            found ->
                message.addDiscrepancies(
                    Discrepancy.newBuilder()
                        .setOrderId(found.orderId())
                        .setOperationKey(found.operationKey())
                        .setText(found.text())));
    return message.build();
  }

  private static PaymentOperation operation(Operation operation) {
    return PaymentOperation.newBuilder()
        .setOperationKey(operation.key())
        .setKind(
            switch (operation.kind()) {
              case AUTHORIZE -> OperationKind.OPERATION_KIND_AUTHORIZE;
              case CAPTURE -> OperationKind.OPERATION_KIND_CAPTURE;
              case VOID -> OperationKind.OPERATION_KIND_VOID;
              case REFUND -> OperationKind.OPERATION_KIND_REFUND;
            })
        .setStatus(
            switch (operation.status()) {
              case UNKNOWN -> OperationStatus.OPERATION_STATUS_UNKNOWN;
              case DONE -> OperationStatus.OPERATION_STATUS_DONE;
              case REFUSED -> OperationStatus.OPERATION_STATUS_REFUSED;
              case IN_REVIEW -> OperationStatus.OPERATION_STATUS_IN_REVIEW;
            })
        .setAmountMinor(operation.amount().minor())
        .setBeganAt(Timestamps.of(operation.beganAt()))
        .setRefusalReason(operation.refusalReason())
        .build();
  }
}
