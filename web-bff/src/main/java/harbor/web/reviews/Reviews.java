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

  private static final int STARS = 5;

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
      boolean verifiedPurchase) {
    /** Checks the stars. */
    public Review {
      if (stars < 1 || stars > STARS) {
        throw new IllegalArgumentException("stars: " + stars + " (expected: 1 to " + STARS + ")");
      }
    }
  }

  /**
   * All of them together.
   *
   * @param averageTenths 46 is 4.6; 0 when there is none
   * @param histogram how many with one star first, five stars last
   */
  public record Rating(int averageTenths, int count, List<Integer> histogram) {
    /** Checks the numbers and copies the list. */
    public Rating {
      histogram = List.copyOf(histogram);
      if (averageTenths < 0 || averageTenths > STARS * 10) {
        throw new IllegalArgumentException(
            "averageTenths: " + averageTenths + " (expected: 0 to " + STARS * 10 + ")");
      }
      if (count < 0) {
        throw new IllegalArgumentException("count: " + count + " (expected: not below 0)");
      }
      if (histogram.size() != STARS) {
        throw new IllegalArgumentException(
            "histogram: " + histogram + " (expected: " + STARS + " numbers)");
      }
    }
  }
}
