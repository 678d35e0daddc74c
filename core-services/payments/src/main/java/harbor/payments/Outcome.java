package harbor.payments;

/** How an operation on a payment ended, for its caller. */
sealed interface Outcome {
  /** It happened, now or earlier, or the provider looks at it. */
  record Done(Payment payment) implements Outcome {}

  /** It was refused for good. */
  record Refused(Refusal refusal) implements Outcome {}

  /** There is no payment of this order. */
  record UnknownPayment() implements Outcome {}

  /** The order costs something else, or more than anything may. */
  record InvalidAmount() implements Outcome {}

  /** The payment is in another currency. */
  record CurrencyMismatch() implements Outcome {}

  /** It may have happened: the same key asks again. */
  record Unknown() implements Outcome {}

  /** Nothing was sent. */
  record Unavailable() implements Outcome {}
}
