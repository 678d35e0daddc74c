package harbor.inventory.reservation;

/**
 * Pieces of one product that are wanted.
 *
 * @param productId which product
 * @param quantity pieces, 1 to 999
 */
public record Wanted(String productId, int quantity) {
  /** Pieces of one product in one order. */
  public static final int MAX_QUANTITY = 999;

  /** Checks the quantity. */
  public Wanted {
    if (quantity < 1 || quantity > MAX_QUANTITY) {
      throw new IllegalArgumentException(
          "quantity: %d (expected: 1 to %d)".formatted(quantity, MAX_QUANTITY));
    }
  }
}
