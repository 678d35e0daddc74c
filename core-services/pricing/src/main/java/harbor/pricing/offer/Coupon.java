package harbor.pricing.offer;

import java.util.Optional;

/**
 * What a coupon code is worth.
 *
 * @param refusal why it takes nothing off; empty when it does
 * @param minimumMinor that the goods must cost before discounts
 */
record Coupon(String code, Optional<Refusal> refusal, long minimumMinor) {
  /** Why a code takes nothing off, in the order in which that is looked at. */
  enum Refusal {
    /** There is no such code. */
    UNKNOWN,
    /** Its days have not begun, or are over. */
    NOT_VALID_NOW,
    /** It has been used as often as it may be. */
    SPENT,
    /** The person used it as often as they may. */
    SPENT_BY_PERSON,
    /** The goods cost too little. */
    BELOW_MINIMUM,
    /** No line is one that it is for and still costs something. */
    NOT_FOR_THESE
  }
}
