package harbor.inventory.stock;

/** Whether a product can be bought. */
public enum Status {
  /** It can be bought now. */
  AVAILABLE,
  /** Nothing left. */
  OUT_OF_STOCK,
  /** Not out yet; can be ordered in advance. */
  PREORDER,
  /** Nothing left, but it is delivered again; can be ordered. */
  BACKORDER;

  /** Whether there is a moment from which on it is available. */
  public boolean isAwaited() {
    return this == PREORDER || this == BACKORDER;
  }
}
