package harbor.pricing.offer;

/**
 * Pieces of a product at its price of now.
 *
 * @param quantity 1 to {@link #MAX_QUANTITY}
 * @param unitMinor of one piece, before promotions
 * @param taxClass of the goods
 */
record GoodsLine(String productId, int quantity, long unitMinor, String taxClass) {
  /** Pieces of one line. */
  static final int MAX_QUANTITY = 999;

  /** What the line costs before promotions; never too much for a long. */
  long listMinor() {
    return unitMinor * quantity;
  }
}
