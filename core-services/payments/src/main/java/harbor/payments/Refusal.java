package harbor.payments;

/** Why an operation is refused: reasons of the contract. */
enum Refusal {
  PAYMENT_DECLINED("The provider declined."),
  INSUFFICIENT_FUNDS("The provider declined: insufficient funds."),
  AMOUNT_MISMATCH("The provider answered with another amount or currency."),
  OPERATION_UNDONE("The order was undone."),
  ALREADY_AUTHORIZED("Money is held or was taken by another operation of this order."),
  NOT_AUTHORIZED("Nothing is held."),
  CAPTURE_TOO_LARGE("More than is held."),
  CAPTURE_REFUSED("The provider refused."),
  VOID_REFUSED("The provider refused."),
  REFUND_TOO_LARGE("More than was taken and not given back yet."),
  REFUND_REFUSED("The provider refused."),
  OPERATION_KEY_REUSED("operation_key named another operation of this order before.");

  private final String text;

  Refusal(String text) {
    this.text = text;
  }

  /** For developers. */
  String text() {
    return text;
  }

  /** What a refusal of the provider's means here. */
  static Refusal of(Operation.Kind kind, String providersReason) {
    return switch (kind) {
      case AUTHORIZE ->
          providersReason.equals("insufficient_funds") ? INSUFFICIENT_FUNDS : PAYMENT_DECLINED;
      case CAPTURE -> CAPTURE_REFUSED;
      case VOID -> VOID_REFUSED;
      case REFUND -> REFUND_REFUSED;
    };
  }
}
