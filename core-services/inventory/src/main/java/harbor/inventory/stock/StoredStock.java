package harbor.inventory.stock;

import harbor.kit.service.row.Audit;
import harbor.kit.service.row.DayRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Stock of a product as it is stored.
 *
 * @param productId which product
 * @param status what was last said
 * @param availableFrom from when on it is available instead; empty: nobody knows
 * @param counted whether its pieces are counted; otherwise the status alone decides
 * @param handling days until the parcel leaves
 * @param places pieces by place, in the order of their ids
 * @param audit who changed it, or the pieces of a place, and when
 */
public record StoredStock(
    String productId,
    Status status,
    Optional<Instant> availableFrom,
    boolean counted,
    DayRange handling,
    List<AtPlace> places,
    Audit audit) {

  /**
   * Pieces at a place.
   *
   * @param onHand that are there
   * @param reserved how many of them are kept for orders; may be more
   */
  public record AtPlace(String placeId, long onHand, long reserved) {}

  /** Copies the list. */
  public StoredStock {
    places = List.copyOf(places);
  }
}
