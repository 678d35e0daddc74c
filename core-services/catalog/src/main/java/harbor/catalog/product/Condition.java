package harbor.catalog.product;

/** State of the goods. */
public enum Condition {
  /** Not said; treated as new. */
  NOT_SAID,
  /** Unused, in the original packing. */
  NEW,
  /** Restored to working order, with guarantee. */
  REFURBISHED,
  /** Used before. */
  USED
}
