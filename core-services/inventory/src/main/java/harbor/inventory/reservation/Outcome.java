package harbor.inventory.reservation;

import java.util.List;

/** How a change of a reservation ends. */
public sealed interface Outcome {
  /** As it is now. */
  record Done(Reservation reservation) implements Outcome {}

  /** Too little is there; nothing was changed. */
  record OutOfStock(List<Missing> missing) implements Outcome {
    /** Copies the list. */
    public OutOfStock {
      missing = List.copyOf(missing);
    }
  }

  /** Nothing was ever kept for the order. */
  record Unknown() implements Outcome {}

  /** The order released it before it arrived, or before it was sent again. */
  record Undone() implements Outcome {}

  /** It was given back or sold, and is not to be had again. */
  record Ended() implements Outcome {}

  /** The order has a reservation of other pieces. */
  record OfOtherPieces() implements Outcome {}

  /** More would come back than was sold. */
  record TooManyReturned() implements Outcome {}
}
