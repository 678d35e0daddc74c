package harbor.clients;

import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.kit.client.Write;
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
import harbor.payments.v1.Payment;
import harbor.payments.v1.PaymentsServiceGrpc;
import harbor.payments.v1.ReconcileRequest;
import harbor.payments.v1.ReconcileResponse;
import harbor.payments.v1.RefundPaymentRequest;
import harbor.payments.v1.RefundPaymentResponse;
import harbor.payments.v1.UndoPaymentRequest;
import harbor.payments.v1.UndoPaymentResponse;
import java.util.function.Function;

/** The money of orders. Each write may be sent again with its operation key. */
public final class PaymentsClient {
  /** Where they are. */
  public static final Service<PaymentsClient> SERVICE =
      Service.of("payments", 9110, PaymentsClient::new);

  /** Ids of orders whose payment changed. */
  public final ChangeStream changes;

  /** What risk rules say of an order; kept by its id. */
  public final Write<AssessRiskRequest, AssessRiskResponse> assessRisk;

  /** Holds money. */
  public final Write<AuthorizePaymentRequest, Payment> authorize;

  /** Takes held money. */
  public final Write<CapturePaymentRequest, Payment> capture;

  /** Undoes a payment by the provider's state; the payment is absent when there is none. */
  public final Write<UndoPaymentRequest, UndoPaymentResponse> undo;

  /** Gives taken money back. */
  public final Write<RefundPaymentRequest, Payment> refund;

  /** The payment of an order, by the order's id. */
  public final Read<String, Payment> payment;

  /** Payments in pages, the newest first; for administrators. */
  public final Read<ListPaymentsRequest, ListPaymentsResponse> payments;

  /** Compares the ledger with the provider's, whatever is asked; for the command line. */
  public final Read<Object, ReconcileResponse> reconcile;

  /** Over these channels. */
  public PaymentsClient(Channels channels) {
    changes = channels.changes("payments.payments", PaymentsServiceGrpc.getWatchPaymentsMethod());
    assessRisk =
        channels.write(
            PaymentsServiceGrpc.getAssessRiskMethod(), Function.identity(), Function.identity());
    authorize =
        channels.write(
            PaymentsServiceGrpc.getAuthorizePaymentMethod(),
            Function.<AuthorizePaymentRequest>identity(),
            AuthorizePaymentResponse::getPayment);
    capture =
        channels.write(
            PaymentsServiceGrpc.getCapturePaymentMethod(),
            Function.<CapturePaymentRequest>identity(),
            CapturePaymentResponse::getPayment);
    undo =
        channels.write(
            PaymentsServiceGrpc.getUndoPaymentMethod(), Function.identity(), Function.identity());
    refund =
        channels.write(
            PaymentsServiceGrpc.getRefundPaymentMethod(),
            Function.<RefundPaymentRequest>identity(),
            RefundPaymentResponse::getPayment);
    payment =
        channels.read(
            PaymentsServiceGrpc.getGetPaymentMethod(),
            id -> GetPaymentRequest.newBuilder().setOrderId(id).build(),
            GetPaymentResponse::getPayment);
    payments =
        channels.read(
            PaymentsServiceGrpc.getListPaymentsMethod(), Function.identity(), Function.identity());
    reconcile =
        channels.read(
            PaymentsServiceGrpc.getReconcileMethod(),
            _ -> ReconcileRequest.getDefaultInstance(),
            Function.identity());
  }
}
