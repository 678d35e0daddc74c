package harbor.reviews;

import java.util.List;
import java.util.Optional;

/**
 * One page of a product's approved reviews, the newest first, and its rating of the same moment.
 *
 * @param next where the next page begins; empty on the last one
 */
record ReviewPage(List<StoredReview> reviews, Optional<Position> next, Rating rating) {
  ReviewPage {
    reviews = List.copyOf(reviews);
  }

  /**
   * A page of the given size.
   *
   * @param found one review more than the size, when there are so many
   */
  static ReviewPage of(List<StoredReview> found, int size, Rating rating) {
    List<StoredReview> reviews = found.subList(0, Math.min(size, found.size()));
    Optional<Position> next =
        found.size() > size
            ? Optional.of(Position.after(reviews.getLast().review()))
            : Optional.empty();
    return new ReviewPage(reviews, next, rating);
  }
}
