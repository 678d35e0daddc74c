package harbor.carts;

/** How an attempt to change a cart ends. */
sealed interface Change {
  /** It is done; the cart as it is then. */
  record Done(Cart cart) implements Change {}

  /** It was done before; the cart as it is now. */
  record Unchanged(Cart cart) implements Change {}

  /** There is no such cart, it has expired, or it is somebody else's: nobody learns which. */
  record UnknownCart() implements Change {}

  /** The cart has no such line. */
  record UnknownLine() implements Change {}

  /** There is no coupon code to remove. */
  record NoCoupon() implements Change {}

  /** The cart was changed since the caller saw it; as it is now. */
  record VersionMismatch(Cart current) implements Change {}

  /** Something would be replaced, and the caller does not say which version it saw. */
  record VersionRequired() implements Change {}

  /** The cart has all the lines that it may have. */
  record CartFull() implements Change {}

  /** The line would have so many pieces, more than it may. */
  record QuantityTooLarge(long quantity) implements Change {}
}
