package harbor.paymentssandbox;

import harbor.paymentssandbox.Entry.Kind;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cards that the sandbox knows, by their token, and what is special about each. */
enum TestCard {
  /** Everything is approved. */
  APPROVE("tok_approve"),
  /** Declined. */
  DECLINE("tok_decline"),
  /** Declined: insufficient funds. */
  INSUFFICIENT_FUNDS("tok_insufficient_funds"),
  /** Held only after somebody approved it. */
  REVIEW("tok_review"),
  /** Held, but the answer is lost. */
  AUTHORIZE_TIMEOUT("tok_timeout", Kind.AUTHORIZE),
  /** Captured, but the answer is lost. */
  CAPTURE_TIMEOUT("tok_capture_timeout", Kind.CAPTURE),
  /** Let go, but the answer is lost. */
  VOID_TIMEOUT("tok_void_timeout", Kind.VOID),
  /** Given back, but the answer is lost. */
  REFUND_TIMEOUT("tok_refund_timeout", Kind.REFUND),
  /** Held once; a second try with another key for the same reference is refused as a duplicate. */
  DUPLICATE("tok_duplicate"),
  /** The first capture is refused: not yet. A later one with another key is approved. */
  CAPTURE_NOT_YET("tok_capture_not_yet"),
  /** The hold lapses before it is captured. */
  EXPIRED("tok_expired"),
  /** Holds 500 less than asked. */
  OTHER_AMOUNT("tok_other_amount"),
  /** Holds in another currency than asked. */
  OTHER_CURRENCY("tok_other_currency"),
  /** Answers slowly. */
  SLOW("tok_slow"),
  /** Its notices come before the answer. */
  NOTICE_EARLY("tok_notice_early"),
  /** Its notices come late. */
  NOTICE_LATE("tok_notice_late"),
  /** Its notices come three times. */
  NOTICE_DOUBLED("tok_notice_doubled"),
  /** A notice of it comes after the one that follows it. */
  NOTICE_REORDERED("tok_notice_reordered");

  private final String token;
  private final @Nullable Kind lost;

  TestCard(String token) {
    this(token, null);
  }

  TestCard(String token, @Nullable Kind lost) {
    this.token = token;
    this.lost = lost;
  }

  /** The card of a token. */
  static Optional<TestCard> of(String token) {
    return Stream.of(values()).filter(card -> card.token.equals(token)).findFirst();
  }

  /** As merchants have it. */
  String token() {
    return token;
  }

  /** Whether the first answer to this is lost. */
  boolean loses(Kind kind) {
    return kind == lost;
  }
}
