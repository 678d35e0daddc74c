package harbor.recommendations;

import harbor.kit.service.Fields;
import harbor.kit.service.InvalidField;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
    Amount unitPrice,
    Instant orderedAt,
    String country) {
  static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  OrderLine {
    Fields.id("order_id", orderId);
    Fields.range("line_number", lineNumber, 1, Integer.MAX_VALUE);
    Fields.id("product_id", productId);
    if (quantity == 0) {
      throw new InvalidField("quantity", "0 (expected: pieces, negative for a return).");
    }
    if (orderedAt.isBefore(EARLIEST) || orderedAt.isAfter(LATEST)) {
      throw new InvalidField("ordered_at", "Out of range (expected: years 1 to 9999).");
    }
    orderedAt = orderedAt.truncatedTo(ChronoUnit.MICROS);
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
