package harbor.catalog.product;

/**
 * Size and weight; 0 means unknown.
 *
 * @param shippingWeightGrams with packing
 * @param lengthMm length
 * @param widthMm width
 * @param heightMm height
 */
public record Measures(int shippingWeightGrams, int lengthMm, int widthMm, int heightMm) {
  /** Checks all. */
  public Measures {
    Check.count("shipping_weight_grams", shippingWeightGrams);
    Check.count("length_mm", lengthMm);
    Check.count("width_mm", widthMm);
    Check.count("height_mm", heightMm);
  }
}
