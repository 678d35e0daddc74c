package harbor.inventory.reservation;

import harbor.inventory.stock.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What there is of one product while nobody else can take it.
 *
 * @param said what the feed said
 * @param counted whether its pieces are counted
 * @param spots its places
 */
public record Shelf(Status said, boolean counted, List<Spot> spots) {
  /**
   * Pieces of the product at one place.
   *
   * @param placeId where
   * @param onHand pieces that are there
   * @param reserved pieces that are kept; more than are there when a stocktake found less
   */
  public record Spot(String placeId, long onHand, long reserved) {
    long free() {
      return onHand - reserved;
    }
  }

  private static final Comparator<Spot> FULLEST_FIRST =
      Comparator.comparingLong(Spot::free).reversed().thenComparing(Spot::placeId);

  /** Puts the fullest place first. */
  public Shelf {
    spots = spots.stream().sorted(FULLEST_FIRST).toList();
  }

  /**
   * Pieces that can be taken; without a bound for one that is promised without being counted, or
   * that is delivered again. What one place lacks for its reservations will have to come from
   * another.
   */
  public long available() {
    if (said == Status.BACKORDER) {
      return Long.MAX_VALUE;
    }
    if (!counted) {
      return said == Status.OUT_OF_STOCK ? 0 : Long.MAX_VALUE;
    }
    return Math.max(0, spots.stream().mapToLong(Spot::free).sum());
  }

  /** Pieces at a place. */
  public long onHand(String placeId) {
    return spots.stream()
        .filter(spot -> spot.placeId().equals(placeId))
        .mapToLong(Spot::onHand)
        .sum();
  }

  /** The same once pieces that are kept, by place, are given back. */
  public Shelf without(Map<String, Integer> kept) {
    return new Shelf(
        said,
        counted,
        spots.stream()
            .map(
                spot ->
                    new Spot(
                        spot.placeId(),
                        spot.onHand(),
                        spot.reserved() - kept.getOrDefault(spot.placeId(), 0)))
            .toList());
  }
}
