package harbor.recommendations;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import java.time.Instant;

/**
 * One line of a past order. The constructor throws {@link InvalidField}.
 *
 * @param lineNumber from 1; order and number make the line
 * @param quantity pieces, not 0; negative for a return
 * @param unitPrice price of one piece
 * @param orderedAt in whole microseconds, years 1 to 9999
 * @param country of the customer, at most 100 characters; may be empty
 */
record OrderLine(
    String orderId,
    int lineNumber,
    String productId,
    int quantity,
    Money unitPrice,
    Instant orderedAt,
    String country) {
  OrderLine {
    Fields.id("order_id", orderId);
    Fields.range("line_number", lineNumber, 1, Integer.MAX_VALUE);
    Fields.externalId("product_id", productId);
    if (quantity == 0) {
      throw new InvalidField("quantity", "0 (expected: pieces, negative for a return).");
    }
    orderedAt = Fields.instant("ordered_at", orderedAt);
    Fields.text("country", country, 100);
  }

  /** What makes a line. */
  record Key(String orderId, int lineNumber) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byOrder = orderId.compareTo(other.orderId);
      return byOrder == 0 ? Integer.compare(lineNumber, other.lineNumber) : byOrder;
    }
  }

  /** What makes this line. */
  Key key() {
    return new Key(orderId, lineNumber);
  }
}
