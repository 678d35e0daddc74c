package harbor.importer.feed;

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
 * other. Lines that are none, and pieces that came back, are left out: {@link OrderFeed} alone
 * tells of them. Amounts have tax in them as far as the file has it; nobody knows how much that is.
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
  public static RowReader<Order> open(FeedFile file) throws IOException {
    return new OrderHistory(OrderFeed.open(file, _ -> {}));
  }

  @Override
  public Optional<TableRow<Order>> next() throws IOException {
    if (!isBegun) {
      isBegun = true;
      next = line();
    }
    if (next.isEmpty()) {
      return Optional.empty();
    }
    long first = next.get().line();
    String id = next.get().value().getOrderId();
    int characters = 0;
    List<harbor.recommendations.v1.OrderLine> own = new ArrayList<>();
    while (next.isPresent() && next.get().value().getOrderId().equals(id)) {
      own.add(next.get().value());
      characters += next.get().characters();
      next = line();
    }
    if (ended.put(id, true) != null) {
      return Optional.of(
          new TableRow.Invalid<>(
              first, "order_id: " + id + " has other lines further up (expected: all together)"));
    }
    if (own.stream().map(line -> line.getUnitPrice().getCurrency()).distinct().count() > 1) {
      return Optional.of(
          new TableRow.Invalid<>(first, "unit_price: " + id + " has several currencies"));
    }
    return Optional.of(new TableRow.Valid<>(first, order(own), characters, List.of()));
  }

  private Optional<TableRow.Valid<harbor.recommendations.v1.OrderLine>> line() throws IOException {
    for (var row = lines.next(); row.isPresent(); row = lines.next()) {
      if (row.get() instanceof TableRow.Valid<harbor.recommendations.v1.OrderLine> valid
          && valid.value().getQuantity() > 0) {
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
