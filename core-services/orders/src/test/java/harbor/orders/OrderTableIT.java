package harbor.orders;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.table.TablePlans;
import harbor.observability.Telemetry;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Many orders as administrators read them; {@code -Dharbor.orders=200000} has half a million lines.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderTableIT {
  private static final int ORDERS = Integer.getInteger("harbor.orders", 12_000);
  private final Telemetry telemetry = Telemetry.recording("orders", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("orders"), telemetry);

  private static final String ADD_ORDERS =
      """
      INSERT INTO orders
        (order_id, owner, status, ended_reason, is_history, cart_id, cart_version, offer_id,
         coupon_codes, needs_review, has_promotions, shipping_method, shipping_minor, shipping_tax, earliest,
         latest, list_minor, discount_minor, tax_minor, total_minor, captured_minor,
         refunded_minor, currency, country, locale, points, placed_at, created_at, created_by,
         updated_at, updated_by, version)
      SELECT 'O' || lpad(CAST(n AS text), 7, '0'),
             CASE WHEN n % 3 = 0 THEN 'guest:g' || n ELSE 'user:u' || n % 5000 END,
             (ARRAY['DELIVERED', 'DELIVERED', 'DELIVERED', 'SHIPPED', 'CONFIRMED', 'REFUSED'])
               [1 + n % 6],
             CASE WHEN n % 6 = 5 THEN 'PAYMENT_DECLINED' ELSE '' END,
             n % 10 = 0, 'cart' || n, 1, '',
             CASE WHEN n % 50 = 0 THEN '{SPRING}' ELSE '{}' END::text[], n % 300 = 7, false,
             (ARRAY['standard', 'express', 'pickup'])[1 + n % 3], 490, 78, '', '',
             n % 900 * 10, 0, 0, n % 900 * 10, 0, 0, (ARRAY['EUR', 'CHF'])[1 + n % 2],
             (ARRAY['DE', 'AT', 'CH', 'FR'])[1 + n % 4], 'de-DE', 0, at, at, 'orders', at,
             'orders', 1
      FROM generate_series(1, :orders) AS n
      CROSS JOIN LATERAL (SELECT timestamptz '2027-01-01' + n / 4 * interval '1 minute' AS at) AS t
      """;

  private static final String ADD_LINES =
      """
      INSERT INTO order_lines
        (order_id, number, product_id, name, quantity, unit_minor, discount_minor, gross_minor,
         tax_minor, piece_gross, piece_tax)
      SELECT 'O' || lpad(CAST(n AS text), 7, '0'), line,
             CASE WHEN (n + line) % 4 = 0 THEN 'HB1' ELSE 'HB' || (n * 7 + line) % 3000 END,
             '', 1, 100, 0, 100, 16, '{}', '{}'
      FROM generate_series(1, :orders) AS n
      CROSS JOIN LATERAL generate_series(1, 2 + n % 2) AS line
      """;

  @BeforeAll
  void store() {
    var _ =
        database.<Integer>write(
            handle ->
                handle.createUpdate(ADD_ORDERS).bind("orders", ORDERS).execute()
                    + handle.createUpdate(ADD_LINES).bind("orders", ORDERS).execute());
    var _ = database.<Integer>write(handle -> handle.execute("ANALYZE orders, order_lines, sagas"));
  }

  @AfterAll
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void everyOrderAndFilter_hasItsIndex() {
    List<String> missing =
        database.write(
            handle ->
                TablePlans.withoutIndex(handle, PostgresOrderTable.TABLE, "orders", "order_lines"));

    assertThat(missing).isEmpty();
  }

  /** As PostgreSQL itself chooses, by what it knows of the rows: frequent values and rare ones. */
  @ParameterizedTest
  @CsvSource({
    "status, DELIVERED, placed_at",
    "status, REFUSED, total_minor",
    "status, SHIPPED, updated_at",
    "lines.product_id, HB1, placed_at",
    "lines.product_id, HB1, total_minor",
    "lines.product_id, HB77, placed_at",
    "lines.product_id, HB77, total_minor",
    "user_id, u77, placed_at",
    "user_id, u77, total_minor",
    "country, CH, total_minor",
    "coupon_codes, SPRING, placed_at",
    "shipping_method, express, placed_at",
    "is_history, true, updated_at",
    "needs_review, true, placed_at",
    "id, O0000777, placed_at"
  })
  void pageWithFilterAndSort_readsNoTableAsAWhole(String column, String value, String sort) {
    TableQuery query =
        TableQuery.newBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn(column)
                    .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
                    .addValues(value))
            .setSort(sort)
            .setDescending(true)
            .build();

    String plan = database.read(handle -> TablePlans.plan(handle, PostgresOrderTable.TABLE, query));
    Page<String> page =
        database.read(handle -> PostgresOrderTable.TABLE.page(handle, query, 50, ""));

    assertThat(plan).contains("Index").doesNotContain("Seq Scan");
    assertThat(page.rows()).isNotEmpty().doesNotHaveDuplicates();
  }

  /** Rare as they are, they are found without reading past any other, and stand in order. */
  @Test
  void ordersToReview_areReadByTheirIndex_inOrder() {
    TableQuery query =
        TableQuery.newBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("needs_review")
                    .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
                    .addValues("true"))
            .setSort("placed_at")
            .build();

    String plan = database.read(handle -> TablePlans.plan(handle, PostgresOrderTable.TABLE, query));

    assertThat(plan).contains("orders_by_review").doesNotContain("Sort");
  }

  /** Four orders of each minute: ties wherever a page ends. */
  @Test
  void pages_skipAndRepeatNothing() {
    TableQuery query =
        TableQuery.newBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("lines.product_id")
                    .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
                    .addValues("HB1"))
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("placed_at")
                    .setOperator(TableOperator.TABLE_OPERATOR_MAX)
                    .addValues("2027-01-01T05:00:00Z"))
            .setSort("placed_at")
            .build();
    List<String> ids = new ArrayList<>();
    String token = "";
    do {
      String after = token;
      Page<String> page =
          database.read(handle -> PostgresOrderTable.TABLE.page(handle, query, 7, after));
      ids.addAll(page.rows());
      token = page.nextToken();
    } while (!token.isEmpty());

    assertThat(ids).doesNotHaveDuplicates().isSorted().hasSize(count());
  }

  private int count() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT count(DISTINCT order_id) FROM orders JOIN order_lines USING (order_id)
                    WHERE product_id = 'HB1' AND placed_at <= '2027-01-01T05:00:00Z'
                    """)
                .mapTo(Integer.class)
                .one());
  }
}
