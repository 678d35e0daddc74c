package harbor.importer.feed;

import harbor.importer.progress.Fault;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableRow;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderTotals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Orders of the past, each put together of lines of {@link OrderFeed} that stand one after the
 * other. Pieces that came back (lines with a quantity below 0) are taken off the lines of the same
 * product above them; an order of nothing else is none. Lines that are none are left out: {@link
 * OrderFeed} alone tells of them. Amounts have tax in them as far as the file has it; nobody knows
 * how much that is.
 */
public final class OrderHistory implements RowReader<Order> {
  private static final int MAX_REMEMBERED = 200_000;

  private final RowReader<harbor.recommendations.v1.OrderLine> lines;
  private final Map<String, Boolean> ended =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };
  private Optional<TableRow.Valid<harbor.recommendations.v1.OrderLine>> next = Optional.empty();
  private boolean isBegun;

  private OrderHistory(RowReader<harbor.recommendations.v1.OrderLine> lines) {
    this.lines = lines;
  }

  /** Opens the file and reads its header. */
  public static RowReader<Order> open(FeedFile file, FeedOptions options) throws IOException {
    return new OrderHistory(OrderFeed.open(file, options, _ -> {}));
  }

  @Override
  public Optional<TableRow<Order>> next() throws IOException {
    if (!isBegun) {
      isBegun = true;
      next = line();
    }
    Optional<TableRow<Order>> order = Optional.empty();
    while (order.isEmpty() && next.isPresent()) {
      order = nextOrder();
    }
    return order;
  }

  /** The next order; empty when nothing is left of it. */
  private Optional<TableRow<Order>> nextOrder() throws IOException {
    long first = next.orElseThrow().line();
    String id = next.get().value().getOrderId();
    int characters = 0;
    List<harbor.recommendations.v1.OrderLine> own = new ArrayList<>();
    while (next.isPresent() && next.get().value().getOrderId().equals(id)) {
      own.add(next.get().value());
      characters += next.get().characters();
      next = line();
    }
    own = withoutReturns(own);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    if (ended.put(id, true) != null) {
      return Optional.of(
          new TableRow.Invalid<>(
              first,
              id,
              new Fault("order_id", id, "has other lines further up", "put its lines together")));
    }
    if (own.stream().map(line -> line.getUnitPrice().getCurrency()).distinct().count() > 1) {
      return Optional.of(
          new TableRow.Invalid<>(
              first,
              id,
              new Fault(
                  "unit_price", "", "has several currencies within one order", "split the order")));
    }
    return Optional.of(new TableRow.Valid<>(first, id, order(own), characters, List.of()));
  }

  /** Each return is taken off the latest lines of its product. */
  private static List<harbor.recommendations.v1.OrderLine> withoutReturns(
      List<harbor.recommendations.v1.OrderLine> lines) {
    List<harbor.recommendations.v1.OrderLine> kept = new ArrayList<>();
    for (harbor.recommendations.v1.OrderLine line : lines) {
      if (line.getQuantity() > 0) {
        kept.add(line);
      } else {
        takeBack(kept, line.getProductId(), -(long) line.getQuantity());
      }
    }
    return kept;
  }

  private static void takeBack(
      List<harbor.recommendations.v1.OrderLine> kept, String productId, long pieces) {
    long left = pieces;
    for (int i = kept.size() - 1; i >= 0 && left > 0; i--) {
      harbor.recommendations.v1.OrderLine line = kept.get(i);
      if (line.getProductId().equals(productId)) {
        long back = Math.min(left, line.getQuantity());
        left -= back;
        if (back == line.getQuantity()) {
          kept.remove(i);
        } else {
          kept.set(i, line.toBuilder().setQuantity(line.getQuantity() - (int) back).build());
        }
      }
    }
  }

  private Optional<TableRow.Valid<harbor.recommendations.v1.OrderLine>> line() throws IOException {
    for (var row = lines.next(); row.isPresent(); row = lines.next()) {
      if (row.get() instanceof TableRow.Valid<harbor.recommendations.v1.OrderLine> valid) {
        return Optional.of(valid);
      }
    }
    return Optional.empty();
  }

  private static Order order(List<harbor.recommendations.v1.OrderLine> lines) {
    harbor.recommendations.v1.OrderLine first = lines.getFirst();
    Order.Builder order =
        Order.newBuilder()
            .setId(first.getOrderId())
            .setCurrency(first.getUnitPrice().getCurrency())
            .setCountry(CountryNames.code(first.getCountry()))
            .setPlacedAt(first.getOrderedAt());
    long total = 0;
    for (harbor.recommendations.v1.OrderLine line : lines) {
      long gross = Math.multiplyExact(line.getUnitPrice().getMinor(), line.getQuantity());
      total = Math.addExact(total, gross);
      order.addLines(
          OrderLine.newBuilder()
              .setProductId(line.getProductId())
              .setQuantity(line.getQuantity())
              .setUnitMinor(line.getUnitPrice().getMinor())
              .setGrossMinor(gross));
    }
    return order
        .setTotals(OrderTotals.newBuilder().setListMinor(total).setTotalMinor(total))
        .build();
  }

  @Override
  public long bytesRead() {
    return lines.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
