package harbor.importer.feed;

import harbor.importer.table.Amount;
import java.time.Instant;

/**
 * One line of a past order.
 *
 * @param lineNumber position within its order, from 1
 * @param quantity pieces; negative for a return, never 0
 */
public record OrderLineData(
    String orderId,
    int lineNumber,
    String productId,
    int quantity,
    Amount unitPrice,
    Instant orderedAt,
    String country) {}
