package harbor.carts;

import harbor.kit.runtime.Identifiers;
import harbor.kit.runtime.OpaqueId;

/**
 * One product in a cart.
 *
 * @param id opaque, unique within the cart
 * @param productId which product; it may have gone from the catalogue since
 * @param quantity pieces, 1 to {@value #MAX_QUANTITY}
 */
record CartLine(String id, String productId, int quantity) {
  /** Pieces of one product. */
  static final int MAX_QUANTITY = 999;

  /** Checks ids and quantity. */
  CartLine {
    if (!OpaqueId.isWellFormed(id) || !Identifiers.isExternal(productId)) {
      throw new IllegalArgumentException("id or productId: malformed");
    }
    if (!isQuantity(quantity)) {
      throw new IllegalArgumentException(
          "quantity: %d (expected: 1 to %d)".formatted(quantity, MAX_QUANTITY));
    }
  }

  /** A line of its own for a product that the cart does not have yet. */
  static CartLine of(String productId, int quantity) {
    return new CartLine(OpaqueId.random(), productId, quantity);
  }

  /** Whether a line may have so many pieces. */
  static boolean isQuantity(long quantity) {
    return quantity >= 1 && quantity <= MAX_QUANTITY;
  }

  /** The same line with so many pieces. */
  CartLine with(int pieces) {
    return new CartLine(id, productId, pieces);
  }
}
