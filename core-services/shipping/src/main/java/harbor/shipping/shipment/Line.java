package harbor.shipping.shipment;

import harbor.kit.service.row.Fields;

/**
 * Pieces of one product.
 *
 * @param productId 1 to 64 characters of {@code [A-Za-z0-9._-]}
 * @param quantity 1 to 999
 */
public record Line(String productId, int quantity) {
  /** Pieces of a line at most. */
  public static final int MAX_QUANTITY = 999;

  /** Lines at most, of a shipment and of a question. */
  public static final int MAX_LINES = 200;

  /** Checks both. */
  public Line {
    Fields.externalId("product_id", productId);
    Fields.range("quantity", quantity, 1, MAX_QUANTITY);
  }
}
