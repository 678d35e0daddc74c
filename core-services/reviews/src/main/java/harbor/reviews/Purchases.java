package harbor.reviews;

/** Knows who bought what. Thread-safe. */
@FunctionalInterface
interface Purchases {
  /**
   * Whether the caller of the current call bought a product.
   *
   * @throws io.grpc.StatusRuntimeException when that cannot be known now
   */
  boolean isBought(String productId);
}
