package harbor.orders;

import harbor.kit.service.call.Failure;

/** Why orders end, and what callers are told of it. */
final class Reasons {
  /** The customer did not want it any more. */
  static final String CANCELLED_BY_CUSTOMER = "CANCELLED_BY_CUSTOMER";

  /** An administrator did. */
  static final String CANCELLED_BY_SHOP = "CANCELLED_BY_SHOP";

  private Reasons() {}

  /** Whether somebody wanted it to end. */
  static boolean isCancellation(String reason) {
    return reason.equals(CANCELLED_BY_CUSTOMER) || reason.equals(CANCELLED_BY_SHOP);
  }

  /** There is no such order for the caller. */
  static Failure unknownOrder() {
    return Failure.notFound("UNKNOWN_ORDER", "The caller has no such order.");
  }

  /** It was refused: there is nothing to cancel. */
  static Failure orderEnded() {
    return Failure.failedPrecondition("ORDER_ENDED", "The order was refused.").decided();
  }

  /** It is on its way. */
  static Failure orderLeft() {
    return Failure.failedPrecondition("ORDER_LEFT", "The order is on its way.").decided();
  }

  /** Its money was not taken, or is being given back. */
  static Failure notPaid() {
    return Failure.failedPrecondition("ORDER_NOT_PAID", "The order is not paid.").decided();
  }
}
