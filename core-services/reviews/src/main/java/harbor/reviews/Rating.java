package harbor.reviews;

import java.util.List;

/**
 * What all approved reviews of one product say together.
 *
 * @param productId which product
 * @param histogram number of reviews with one star first, five stars last
 */
record Rating(String productId, List<Integer> histogram) {
  private static final List<Integer> NONE = List.of(0, 0, 0, 0, 0);

  Rating {
    histogram = List.copyOf(histogram);
    if (histogram.size() != Review.MAX_STARS || histogram.stream().anyMatch(n -> n < 0)) {
      throw new IllegalArgumentException(productId + ": " + histogram);
    }
  }

  /** A product without reviews. */
  static Rating none(String productId) {
    return new Rating(productId, NONE);
  }

  /** Number of reviews. */
  int count() {
    return histogram.stream().reduce(0, Math::addExact);
  }

  /** Mean of the stars in tenths, rounded half up; 0 when there is no review. */
  int averageTenths() {
    long count = count();
    if (count == 0) {
      return 0;
    }
    long stars = 0;
    for (int i = 0; i < histogram.size(); i++) {
      stars += (i + 1L) * histogram.get(i);
    }
    return Math.toIntExact((20 * stars + count) / (2 * count));
  }
}
