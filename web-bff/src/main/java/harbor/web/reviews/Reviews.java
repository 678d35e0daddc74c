package harbor.web.reviews;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What customers say of a product.
 *
 * @param newest the newest ones first
 * @param rating absent when the reviews could not be asked
 */
public record Reviews(List<Review> newest, Optional<Rating> rating) {
  /** They could not be asked. */
  public static final Reviews UNKNOWN = new Reviews(List.of(), Optional.empty());

  /** Copies the list. */
  public Reviews {
    newest = List.copyOf(newest);
  }

  /** One customer's review. */
  public record Review(
      String id,
      int stars,
      String title,
      String body,
      String author,
      Instant writtenAt,
      boolean verifiedPurchase) {}

  /**
   * All of them together.
   *
   * @param averageTenths 46 is 4.6; 0 when there is none
   * @param histogram how many with one star first, five stars last
   */
  public record Rating(int averageTenths, int count, List<Integer> histogram) {
    /** Copies the list. */
    public Rating {
      histogram = List.copyOf(histogram);
    }
  }
}
