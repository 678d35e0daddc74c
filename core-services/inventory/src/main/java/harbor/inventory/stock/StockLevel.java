package harbor.inventory.stock;

import harbor.kit.service.row.Audit;
import harbor.kit.service.row.DayRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is there of a product.
 *
 * @param productId which product
 * @param said what holds now of what the feed said
 * @param availableFrom from when on it is available instead; empty: nobody knows
 * @param counted whether its pieces are counted
 * @param left pieces on hand that nobody has reserved, over all places; negative when more are
 *     reserved than were found
 * @param handling days until the parcel leaves
 * @param places that have some, the fullest first; empty when they were not asked for
 * @param audit who said it, and when
 */
public record StockLevel(
    String productId,
    Status said,
    Optional<Instant> availableFrom,
    boolean counted,
    long left,
    DayRange handling,
    List<AtPlace> places,
    Audit audit) {

  /** Copies the list. */
  public StockLevel {
    places = List.copyOf(places);
  }

  /**
   * What is at one place.
   *
   * @param placeId which place
   * @param name of the place
   * @param left pieces there that nobody has reserved, positive
   */
  public record AtPlace(String placeId, String name, long left) {}
}
