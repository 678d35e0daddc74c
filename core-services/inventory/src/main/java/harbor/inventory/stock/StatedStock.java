package harbor.inventory.stock;

import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stock of a product as a feed states it.
 *
 * @param productId which product
 * @param status what the feed says
 * @param availableFrom from when on it is available instead; empty: nobody knows
 * @param handling days until the parcel leaves
 * @param onHand pieces by id of the place, 0 to 1,000,000,000 each; empty: it is not counted
 */
public record StatedStock(
    String productId,
    Status status,
    Optional<Instant> availableFrom,
    DayRange handling,
    SortedMap<String, Long> onHand) {

  /** The field that states pieces. */
  public static final String QUANTITIES = "quantities";

  private static final long MAX_PIECES = 1_000_000_000L;

  /** Checks the pieces and copies them; the database keeps microseconds. */
  public StatedStock {
    Fields.externalId("product_id", productId);
    availableFrom = availableFrom.map(moment -> moment.truncatedTo(ChronoUnit.MICROS));
    if (availableFrom.isPresent() && !status.isAwaited()) {
      throw new InvalidField(
          "available_from", "Is said of a status other than PREORDER and BACKORDER.");
    }
    onHand.values().forEach(pieces -> Fields.range(QUANTITIES, pieces, 0, MAX_PIECES));
    onHand = Collections.unmodifiableSortedMap(new TreeMap<>(onHand));
  }

  /** Whether its pieces are counted; otherwise the status alone decides. */
  public boolean counted() {
    return !onHand.isEmpty();
  }
}
