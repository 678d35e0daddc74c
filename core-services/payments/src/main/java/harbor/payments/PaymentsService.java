package harbor.payments;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.table.TablePages;
import harbor.payments.v1.AssessRiskRequest;
import harbor.payments.v1.AssessRiskResponse;
import harbor.payments.v1.AuthorizePaymentRequest;
import harbor.payments.v1.AuthorizePaymentResponse;
import harbor.payments.v1.CapturePaymentRequest;
import harbor.payments.v1.CapturePaymentResponse;
import harbor.payments.v1.GetPaymentRequest;
import harbor.payments.v1.GetPaymentResponse;
import harbor.payments.v1.ListPaymentsRequest;
import harbor.payments.v1.ListPaymentsResponse;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.payments.v1.ReconcileRequest;
import harbor.payments.v1.ReconcileResponse;
import harbor.payments.v1.RefundPaymentRequest;
import harbor.payments.v1.RefundPaymentResponse;
import harbor.payments.v1.UndoPaymentRequest;
import harbor.payments.v1.UndoPaymentResponse;
import harbor.payments.v1.WatchPaymentsRequest;
import harbor.payments.v1.WatchPaymentsResponse;
import io.grpc.stub.StreamObserver;

/** Payments over gRPC: protobuf in, protobuf out, no decisions. */
final class PaymentsService extends PaymentsServiceGrpc.PaymentsServiceImplBase {
  private final PostgresPaymentStore payments;
  private final TablePages<Payment> table;
  private final Operations operations;
  private final PostgresRiskStore risk;
  private final Reconciliation reconciliation;
  private final ChangeFeed changes;

  PaymentsService(
      PostgresPaymentStore payments,
      TablePages<Payment> table,
      Operations operations,
      PostgresRiskStore risk,
      Reconciliation reconciliation,
      ChangeFeed changes) {
    this.payments = payments;
    this.table = table;
    this.operations = operations;
    this.risk = risk;
    this.reconciliation = reconciliation;
    this.changes = changes;
  }

  @Override
  public void assessRisk(AssessRiskRequest request, StreamObserver<AssessRiskResponse> observer) {
    answer(observer, () -> PaymentViews.assessment(risk.assess(PaymentRequests.question(request))));
  }

  @Override
  public void authorizePayment(
      AuthorizePaymentRequest request, StreamObserver<AuthorizePaymentResponse> observer) {
    answer(
        observer,
        () ->
            AuthorizePaymentResponse.newBuilder()
                .setPayment(done(operations.perform(PaymentRequests.authorize(request))))
                .build());
  }

  @Override
  public void capturePayment(
      CapturePaymentRequest request, StreamObserver<CapturePaymentResponse> observer) {
    answer(
        observer,
        () ->
            CapturePaymentResponse.newBuilder()
                .setPayment(done(operations.perform(PaymentRequests.capture(request))))
                .build());
  }

  @Override
  public void undoPayment(
      UndoPaymentRequest request, StreamObserver<UndoPaymentResponse> observer) {
    answer(
        observer,
        () -> {
          Outcome outcome =
              operations.undo(
                  PaymentRequests.orderId(request.getOrderId()),
                  PaymentRequests.operationKey(request.getOperationKey()));
          return outcome instanceof Outcome.UnknownPayment
              ? UndoPaymentResponse.getDefaultInstance()
              : UndoPaymentResponse.newBuilder().setPayment(done(outcome)).build();
        });
  }

  @Override
  public void refundPayment(
      RefundPaymentRequest request, StreamObserver<RefundPaymentResponse> observer) {
    answer(
        observer,
        () ->
            RefundPaymentResponse.newBuilder()
                .setPayment(done(operations.perform(PaymentRequests.refund(request))))
                .build());
  }

  @Override
  public void getPayment(GetPaymentRequest request, StreamObserver<GetPaymentResponse> observer) {
    answer(
        observer,
        () ->
            GetPaymentResponse.newBuilder()
                .setPayment(
                    payments
                        .find(PaymentRequests.orderId(request.getOrderId()))
                        .map(PaymentViews::payment)
                        .orElseThrow(PaymentsService::unknownPayment))
                .build());
  }

  @Override
  public void listPayments(
      ListPaymentsRequest request, StreamObserver<ListPaymentsResponse> observer) {
    answer(
        observer,
        () -> {
          Page<Payment> page =
              table.page(request.getQuery(), request.getPageSize(), request.getPageToken());
          return ListPaymentsResponse.newBuilder()
              .addAllPayments(page.rows().stream().map(PaymentViews::payment).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  @Override
  public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> observer) {
    answer(
        observer,
        () -> {
          try {
            return PaymentViews.report(reconciliation.run());
          } catch (ProviderUnavailable _) {
            throw unavailable();
          }
        });
  }

  @Override
  public void watchPayments(
      WatchPaymentsRequest request, StreamObserver<WatchPaymentsResponse> observer) {
    changes.answer(
        request.getResumeToken(),
        observer,
        told -> WatchPaymentsResponse.newBuilder().setChanges(told).build());
  }

  private static harbor.payments.v1.Payment done(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(Payment payment) -> PaymentViews.payment(payment);
      case Outcome.Refused(Refusal refusal) ->
          throw Failure.failedPrecondition(refusal.name(), refusal.text());
      case Outcome.UnknownPayment() -> throw unknownPayment();
      case Outcome.InvalidAmount() ->
          throw Failure.invalidArgument(
              "INVALID_AMOUNT", "amount is not the one of the order's first authorisation.");
      case Outcome.CurrencyMismatch() ->
          throw Failure.invalidArgument(
              "CURRENCY_MISMATCH", "amount.currency is not the payment's.");
      case Outcome.Unknown() ->
          throw Failure.unavailable(
              "PROVIDER_UNKNOWN", "It may have happened: the same operation_key asks again.");
      case Outcome.Unavailable() -> throw unavailable();
    };
  }

  private static Failure unknownPayment() {
    return Failure.notFound("UNKNOWN_PAYMENT", "There is no payment of this order.");
  }

  private static Failure unavailable() {
    return Failure.unavailable("PROVIDER_UNAVAILABLE", "The provider cannot be reached.");
  }
}
