package harbor.inventory.reservation;

/**
 * Pieces of one product at one place that a reservation keeps.
 *
 * @param productId which product
 * @param placeId where; empty for a product that is not counted
 * @param quantity pieces
 * @param returned how many of them came back after they were sold
 */
public record Pieces(String productId, String placeId, int quantity, int returned) {
  /** None of them came back. */
  public Pieces(String productId, String placeId, int quantity) {
    this(productId, placeId, quantity, 0);
  }

  /** How many the order still has. */
  public int left() {
    return quantity - returned;
  }

  /** Whether they are counted at a place. */
  public boolean counted() {
    return !placeId.isEmpty();
  }
}
