package harbor.paymentssandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * An entry of the ledger: something that was asked, and how it ended. Entries are only ever added.
 *
 * @param number counts the entries, from 1, without gaps
 * @param at when (UTC, ISO 8601)
 * @param key the idempotency key with which it was asked; of an entry of the provider's own, a key
 *     that nobody else has
 * @param reference what the merchant called the payment
 * @param authorization the authorisation that it belongs to
 * @param amount minor units; of what was held, taken, let go or given back
 * @param currency ISO 4217
 * @param reason why it was refused, for programs; otherwise empty
 */
record Entry(
    long number,
    String at,
    String key,
    Kind kind,
    Status status,
    String reference,
    String authorization,
    long amount,
    String currency,
    String reason) {

  /** What was asked. */
  enum Kind {
    /** Holds money. */
    @JsonProperty("authorize")
    AUTHORIZE,
    /** Takes held money, and lets go of the rest. */
    @JsonProperty("capture")
    CAPTURE,
    /** Lets go of held money. */
    @JsonProperty("void")
    VOID,
    /** Gives taken money back. */
    @JsonProperty("refund")
    REFUND,
    /** The provider let go of held money by itself. */
    @JsonProperty("expire")
    EXPIRE
  }

  /** How it ended. */
  enum Status {
    /** It happened. */
    @JsonProperty("done")
    DONE,
    /** It did not and will not under this key. */
    @JsonProperty("refused")
    REFUSED,
    /** A person looks at it; a further entry with the same key says how that ended. */
    @JsonProperty("in_review")
    IN_REVIEW
  }
}
