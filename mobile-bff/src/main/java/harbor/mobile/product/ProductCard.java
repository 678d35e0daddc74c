package harbor.mobile.product;

/**
 * What the phone needs to know of a product.
 *
 * @param id never empty
 * @param name title for small screens
 * @param priceMinor what a customer pays now, minor units; positive
 * @param image template of the main picture's URL; empty when there is none
 */
record ProductCard(String id, String name, int priceMinor, String image) {
  /** Checks what a card cannot do without. */
  ProductCard {
    if (id.isEmpty()) {
      throw new IllegalArgumentException("id: empty (expected: the shop's id)");
    }
    if (priceMinor <= 0) {
      throw new IllegalArgumentException("priceMinor: " + priceMinor + " (expected: more than 0)");
    }
  }
}
