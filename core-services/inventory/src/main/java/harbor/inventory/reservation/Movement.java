package harbor.inventory.reservation;

import java.util.Collection;
import java.util.List;

/**
 * Pieces that an order moves, with its identity: order, step, product and place.
 *
 * @param orderId which order
 * @param step which step of it
 * @param productId which product
 * @param placeId where; empty for a product that is not counted
 * @param onHand by how much there are more
 * @param reserved by how much more are kept
 */
public record Movement(
    String orderId, String step, String productId, String placeId, int onHand, int reserved) {

  /** Keeps pieces, for the nth time. */
  public static List<Movement> reserve(String orderId, int taking, Collection<Pieces> pieces) {
    return of(orderId, "reserve-" + taking, pieces, 0, 1);
  }

  /** Gives kept pieces back, to take others. */
  public static List<Movement> giveBack(Reservation held) {
    return of(held.orderId(), "give-back-" + held.takings(), held.pieces(), 0, -1);
  }

  /** Gives back what was kept too long. */
  public static List<Movement> expire(Reservation held) {
    return of(held.orderId(), "expire-" + held.takings(), held.pieces(), 0, -1);
  }

  /** Sells what is kept. */
  public static List<Movement> commit(String orderId, Collection<Pieces> pieces) {
    return of(orderId, "commit", pieces, -1, -1);
  }

  /** Gives back what is kept. */
  public static List<Movement> release(Reservation held) {
    return of(held.orderId(), "release", held.pieces(), 0, -1);
  }

  /** Gives back what was sold and has not come back. */
  public static List<Movement> releaseSold(Reservation sold) {
    List<Pieces> left =
        sold.pieces().stream()
            .filter(kept -> kept.left() > 0)
            .map(kept -> new Pieces(kept.productId(), kept.placeId(), kept.left()))
            .toList();
    return of(sold.orderId(), "release", left, 1, 0);
  }

  /** Takes sold pieces in again; damaged ones are noted and go nowhere. */
  public static List<Movement> restock(
      String orderId, String returnKey, Collection<Pieces> pieces, boolean damaged) {
    return of(orderId, returnStep(returnKey), pieces, damaged ? 0 : 1, 0);
  }

  /** The step of a return. */
  public static String returnStep(String returnKey) {
    return "return:" + returnKey;
  }

  private static List<Movement> of(
      String orderId, String step, Collection<Pieces> pieces, int onHand, int reserved) {
    return pieces.stream()
        .map(
            moved ->
                new Movement(
                    orderId,
                    step,
                    moved.productId(),
                    moved.placeId(),
                    onHand * moved.quantity(),
                    reserved * moved.quantity()))
        .toList();
  }
}
