package harbor.importer.feed;

import com.google.protobuf.Timestamp;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.recommendations.v1.OrderLine;
import harbor.type.v1.Money;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lines of past orders by CSV: {@code order_id,product_id,quantity,unit_price,ordered_at,country}.
 * A line's number is its position within its order, refused lines counted, so that a repaired file
 * gives every line the number it had.
 */
public final class OrderFeed {
  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          List.of("order_id", "product_id", "quantity", "unit_price", "ordered_at"),
          Set.of(
              "order_id",
              "product_id",
              "quantity",
              "unit_price",
              "ordered_at",
              "country",
              "currency"));

  private final LineNumbers numbers = new LineNumbers();
  private final FeedOptions options;

  private OrderFeed(FeedOptions options) {
    this.options = options;
  }

  /** Opens the file and reads its header; {@code say} hears what is worth knowing about it. */
  public static RowReader<OrderLine> open(FeedFile file, FeedOptions options, Consumer<String> say)
      throws IOException {
    return new TableReader<>(file, LAYOUT, say, new OrderFeed(options)::row);
  }

  /** What a service stores a line by. */
  public static String key(OrderLine line) {
    return line.getOrderId() + "/" + line.getLineNumber();
  }

  private TableRow<OrderLine> row(Cells cells) {
    String orderId = cells.id("order_id");
    int lineNumber = numbers.next(orderId);
    String productId = cells.externalId("product_id");
    OptionalLong quantity = cells.requiredNumber("quantity", Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (quantity.isPresent() && quantity.getAsLong() == 0) {
      cells.refuse("quantity", "is 0", "leave the line out; what came back is below 0");
    }
    String currency = cells.text("currency");
    Optional<Money> unitPrice =
        cells.money("unit_price", currency.isEmpty() ? options.currency() : currency);
    if (cells.text("unit_price").isEmpty()) {
      cells.refuse("unit_price", "is empty", "every row needs it");
    }
    if (unitPrice.isPresent() && unitPrice.get().getMinor() < 0) {
      cells.refuse("unit_price", "is below 0", "what came back has a quantity below 0");
    }
    Timestamp orderedAt = cells.timestamp("ordered_at", options.dates());
    return cells.row(
        () ->
            OrderLine.newBuilder()
                .setOrderId(orderId)
                .setLineNumber(lineNumber)
                .setProductId(productId)
                .setQuantity((int) quantity.orElseThrow())
                .setUnitPrice(unitPrice.orElseThrow())
                .setOrderedAt(orderedAt)
                .setCountry(cells.text("country", 100))
                .build());
  }

  /**
   * Counts the lines of each order; forgets the order that was not seen for longest when they are
   * too many for the memory.
   */
  private static final class LineNumbers {
    private static final int MAX_ORDERS = 200_000;

    private final Map<String, Integer> counts =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_ORDERS;
          }
        };

    int next(String orderId) {
      return counts.merge(orderId, 1, Integer::sum);
    }
  }
}
