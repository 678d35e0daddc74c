package harbor.mobile.product;

/** Whether a product can be bought, as far as the phone cares. */
enum Stock {
  /** It can be bought or ordered in advance. */
  AVAILABLE,
  /** Nothing left. */
  OUT_OF_STOCK,
  /** Nobody could say. */
  UNKNOWN
}
