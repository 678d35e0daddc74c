package harbor.inventory.reservation;

import static java.lang.Math.min;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingInt;
import static java.util.stream.Collectors.toMap;

import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Pieces that are kept for an order, or were.
 *
 * @param id opaque
 * @param number in the order of creation
 * @param orderId for which order
 * @param state where it stands
 * @param takings how often pieces were taken
 * @param pieces by product and place
 * @param expiresAt until when they are kept, by the database's clock
 * @param audit who changed it, and when
 */
public record Reservation(
    String id,
    long number,
    String orderId,
    State state,
    int takings,
    List<Pieces> pieces,
    Instant expiresAt,
    Audit audit) {

  /** Where a reservation stands. */
  public enum State {
    /** Pieces are kept. */
    HELD,
    /** The pieces are sold. */
    COMMITTED,
    /** Given back by the order. */
    RELEASED,
    /** Given back since its time was over. */
    EXPIRED,
    /** Released before it arrived: nothing was ever kept, and nothing will be. */
    UNDONE
  }

  /** Copies the list. */
  public Reservation {
    pieces = List.copyOf(pieces);
  }

  /** What the order wants, by product. */
  public List<Wanted> wanted() {
    return byProduct().entrySet().stream()
        .map(entry -> new Wanted(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Whether it is for just these pieces. */
  public boolean isFor(Collection<Wanted> others) {
    return byProduct().equals(others.stream().collect(toMap(Wanted::productId, Wanted::quantity)));
  }

  /** Which pieces come back, of those that the order still has; empty when it has fewer. */
  public Optional<List<Pieces>> returned(Collection<Wanted> back) {
    List<Pieces> returned = new ArrayList<>();
    for (Wanted product : back) {
      int missing = product.quantity();
      for (Pieces sold : pieces) {
        int here = sold.productId().equals(product.productId()) ? min(sold.left(), missing) : 0;
        if (here > 0) {
          returned.add(new Pieces(sold.productId(), sold.placeId(), here));
          missing -= here;
        }
      }
      if (missing > 0) {
        return Optional.empty();
      }
    }
    return Optional.of(returned);
  }

  private Map<String, Integer> byProduct() {
    return pieces.stream()
        .collect(groupingBy(Pieces::productId, TreeMap::new, summingInt(Pieces::quantity)));
  }
}
