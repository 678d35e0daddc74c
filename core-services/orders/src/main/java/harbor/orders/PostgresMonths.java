package harbor.orders;

import harbor.kit.service.database.Database;
import harbor.kit.service.row.Money;
import harbor.kit.service.row.MonthRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/** Orders of one owner by month, in PostgreSQL. Thread-safe. */
final class PostgresMonths {
  private static final String MONTHS =
      """
      SELECT to_char(o.placed_at AT TIME ZONE :zone, 'YYYY-MM') AS month, o.currency,
             count(*) AS orders,
             sum((SELECT coalesce(sum(l.quantity), 0)
                  FROM order_lines l
                  WHERE l.order_id = o.order_id)) AS pieces,
             sum(o.total_minor - o.refunded_minor) AS spent,
             sum(extract(epoch FROM s.at - o.placed_at) / 86400) AS days, count(s.at) AS arrived
      FROM orders o
      LEFT JOIN order_statuses s
        ON s.order_id = o.order_id AND s.status = 'DELIVERED' AND NOT o.is_history
      WHERE o.owner = :owner AND o.placed_at >= CAST(:start AS timestamptz)
        AND o.status NOT IN ('REFUSED', 'CANCELLED')
      GROUP BY 1, 2
      ORDER BY 1, 2
      """;

  private final Database database;

  PostgresMonths(Database database) {
    this.database = database;
  }

  /**
   * Orders of one month.
   *
   * @param deliveryDays from placing to arriving, on average; empty: none arrived
   * @param spent by currency
   */
  record Month(
      YearMonth month, int orders, int pieces, OptionalInt deliveryDays, List<Money> spent) {
    /** Copies the list. */
    Month {
      spent = List.copyOf(spent);
    }
  }

  /** A month's orders in one currency. */
  private record Part(
      YearMonth month, int orders, int pieces, double days, int arrived, Money spent) {}

  /** The last months, each once. */
  List<Month> of(String owner, String zone) {
    return database.read(
        handle -> {
          MonthRange range = MonthRange.until(now(handle), zone);
          List<Part> parts =
              handle
                  .createQuery(MONTHS)
                  .bind("owner", owner)
                  .bind("zone", range.zone().getId())
                  .bind("start", range.start().toString())
                  .map((row, _) -> part(row))
                  .list();
          List<Month> months = new ArrayList<>();
          for (YearMonth month : range.months()) {
            months.add(
                month(month, parts.stream().filter(part -> part.month().equals(month)).toList()));
          }
          return months;
        });
  }

  private static Instant now(Handle handle) {
    return handle.createQuery("SELECT shop_time()").mapTo(Instant.class).one();
  }

  private static Month month(YearMonth month, List<Part> parts) {
    int arrived = parts.stream().mapToInt(Part::arrived).sum();
    double days = parts.stream().mapToDouble(Part::days).sum();
    return new Month(
        month,
        parts.stream().mapToInt(Part::orders).sum(),
        parts.stream().mapToInt(Part::pieces).sum(),
        arrived == 0
            ? OptionalInt.empty()
            : OptionalInt.of(Math.toIntExact(Math.round(days / arrived))),
        parts.stream().map(Part::spent).toList());
  }

  private static Part part(ResultSet row) throws SQLException {
    return new Part(
        YearMonth.parse(row.getString("month")),
        row.getInt("orders"),
        row.getInt("pieces"),
        row.getDouble("days"),
        row.getInt("arrived"),
        new Money(row.getLong("spent"), row.getString("currency")));
  }
}
