package harbor.carts;

/**
 * What did not fit when a guest's carts were merged into a cart.
 *
 * @param productId of which product
 * @param leftOut pieces, at least 1
 */
record Remark(String productId, int leftOut) {}
