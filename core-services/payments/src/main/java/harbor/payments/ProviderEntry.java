package harbor.payments;

import harbor.kit.service.row.Money;

/**
 * An entry of the provider's ledger: something that was asked, and how it ended.
 *
 * @param number grows from entry to entry
 * @param key the idempotency key with which it was asked
 * @param reference the order
 * @param authorization the provider's name of the authorisation
 * @param amount what was held, taken, let go or given back
 * @param reason why it was refused, in the provider's words; empty otherwise
 */
record ProviderEntry(
    long number,
    String key,
    Kind kind,
    Status status,
    String reference,
    String authorization,
    Money amount,
    String reason) {

  /** What was asked. */
  enum Kind {
    /** Hold money. */
    AUTHORIZE,
    /** Take held money; the rest is let go. */
    CAPTURE,
    /** Let go of held money. */
    VOID,
    /** Give taken money back. */
    REFUND,
    /** The provider let go of held money by itself. */
    EXPIRE
  }

  /** How it ended. */
  enum Status {
    /** It happened. */
    DONE,
    /** It did not. */
    REFUSED,
    /** A person looks at it; a later entry with the same key says how that ended. */
    IN_REVIEW
  }

  boolean isDone() {
    return status == Status.DONE;
  }
}
