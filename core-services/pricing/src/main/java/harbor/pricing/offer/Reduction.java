package harbor.pricing.offer;

/** What a promotion takes off. */
sealed interface Reduction {
  /** A part of what each line still costs: 1 to 10,000 basis points. */
  record Percent(int basisPoints) implements Reduction {}

  /** So much, spread over the lines; never more than they still cost. */
  record Amount(long minor) implements Reduction {}
}
