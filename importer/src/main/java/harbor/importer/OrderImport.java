package harbor.importer;

import harbor.importer.client.RecommendationsClient;
import harbor.importer.feed.OrderLineData;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.RowBatch;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.Amount;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Lines of past orders by CSV: {@code order_id,product_id,quantity,unit_price,ordered_at,country}.
 * A line's number is its position within its order, refused lines counted, so that a repaired file
 * gives every line the number it had.
 */
final class OrderImport {
  static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          TableReader.Format.CSV,
          List.of("order_id", "product_id", "quantity", "unit_price", "ordered_at"),
          Set.of("order_id", "product_id", "quantity", "unit_price", "ordered_at", "country"));

  private final RecommendationsClient recommendations;

  OrderImport(RecommendationsClient recommendations) {
    this.recommendations = recommendations;
  }

  /** Stores the lines, then makes them count. */
  void run(FeedFile file, BatchPipeline pipeline, RowCounts counts) {
    LineNumbers numbers = new LineNumbers();
    pipeline.run(
        counts,
        () -> new TableReader<>(file, LAYOUT, counts::say, cells -> row(cells, numbers)),
        new RowBatch.Limits<>(2_000, line -> line.orderId() + "/" + line.lineNumber()),
        recommendations::orderLines);
    RecommendationsClient.Neighbours found = recommendations.rebuild();
    counts.say(
        "%d products have neighbours now, %d pairs".formatted(found.products(), found.pairs()));
  }

  static TableRow<OrderLineData> row(Cells cells, LineNumbers numbers) {
    String orderId = cells.id("order_id");
    int lineNumber = numbers.next(orderId);
    String productId = cells.id("product_id");
    OptionalLong quantity = cells.number("quantity", Integer.MIN_VALUE, Integer.MAX_VALUE);
    if (quantity.orElse(0) == 0) {
      cells.refuse("quantity", "must be a number other than 0");
    }
    Optional<Amount> unitPrice = cells.amount("unit_price");
    if (unitPrice.isEmpty() ? cells.text("unit_price").isEmpty() : unitPrice.get().minor() < 0) {
      cells.refuse("unit_price", "must be an amount, at least 0");
    }
    Instant orderedAt = cells.instant("ordered_at");
    return cells.row(
        () ->
            new OrderLineData(
                orderId,
                lineNumber,
                productId,
                (int) quantity.orElseThrow(),
                unitPrice.orElseThrow(),
                orderedAt,
                cells.text("country", 100)));
  }

  /**
   * Counts the lines of each order; forgets the order that was not seen for longest when they are
   * too many for the memory.
   */
  static final class LineNumbers {
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
