package harbor.catalog.product;

import harbor.kit.service.row.Fields;

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
    Fields.count("shipping_weight_grams", shippingWeightGrams);
    Fields.count("length_mm", lengthMm);
    Fields.count("width_mm", widthMm);
    Fields.count("height_mm", heightMm);
  }
}
