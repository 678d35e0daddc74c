package harbor.reviews;

import java.util.List;

/** Reviews and ratings. Each method is one transaction. Thread-safe. */
interface ReviewStore {
  /** The ratings of the products, one each, in the order asked. */
  List<Rating> ratings(List<String> productIds);

  /** Approved reviews of a product after a place, the newest first, with its rating. */
  ReviewPage page(String productId, Position after, int size);

  /**
   * Creates or replaces reviews, and changes the ratings with them; a review that says what it said
   * before writes nothing.
   *
   * @param reviews each id once
   * @return for each review that was written: whether it was new
   */
  List<Boolean> put(List<Review> reviews);
}
