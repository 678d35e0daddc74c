package harbor.mobile.product;

/**
 * What reviews say together.
 *
 * @param averageTenths 46 is 4.6; 0 when there is no review
 */
record Rating(int averageTenths) {
  /** No review, or none could be asked for. */
  static final Rating NONE = new Rating(0);

  private static final int BEST = 50;

  /** Checks the average. */
  Rating {
    if (averageTenths < 0 || averageTenths > BEST) {
      throw new IllegalArgumentException(
          "averageTenths: " + averageTenths + " (expected: 0 to " + BEST + ")");
    }
  }
}
