package harbor.payments;

import harbor.kit.service.row.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that is asked of the provider.
 *
 * @param key the caller's name for it, unique in the order
 * @param cardToken the provider's token of a card, of an authorisation
 * @param authorization the provider's name of the authorisation; empty while nobody knows it
 * @param refusalReason why it was refused, for programs; empty otherwise
 */
record Operation(
    String key,
    Kind kind,
    Status status,
    Money amount,
    Optional<String> cardToken,
    String authorization,
    String refusalReason,
    Instant beganAt) {

  /** What is asked. */
  enum Kind {
    /** Hold money. */
    AUTHORIZE,
    /** Take held money. */
    CAPTURE,
    /** Let go of held money. */
    VOID,
    /** Give taken money back. */
    REFUND
  }

  /** How it ended. */
  enum Status {
    /** Nobody knows yet. */
    UNKNOWN,
    /** It happened. */
    DONE,
    /** It did not and will not. */
    REFUSED,
    /** The provider looks at it. */
    IN_REVIEW
  }

  /** The same as it is after an ending. */
  Operation ended(Books.Ending ending, String byAuthorization) {
    return new Operation(
        key,
        kind,
        ending.status(),
        new Money(ending.amount().minor(), amount.currency()),
        cardToken,
        byAuthorization,
        ending.refusalReason(),
        beganAt);
  }

  /** Whether it has not ended. */
  boolean isOpen() {
    return status == Status.UNKNOWN || status == Status.IN_REVIEW;
  }
}
