package harbor.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.table.Table;
import harbor.kit.service.table.TablePlans;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each order and filter of what administrators read has its index. */
class TableIndexesIT {
  @Test
  void everyOrderAndFilter_hasItsIndex() {
    try (Telemetry telemetry = Telemetry.recording("inventory", InMemorySpanExporter.create());
        Database database = Database.open(TestDatabase.fresh("inventory"), telemetry)) {
      assertThat(missing(database, PostgresStockTable.TABLE, "stock", "stock_by_place")).isEmpty();
      assertThat(
              missing(database, PostgresReservationTable.TABLE, "reservations", "reserved_pieces"))
          .isEmpty();
    }
  }

  private static List<String> missing(Database database, Table<?> table, String... big) {
    return database.write(handle -> TablePlans.withoutIndex(handle, table, big));
  }
}
