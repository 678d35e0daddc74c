package harbor.kit.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.StartFailed;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a start makes of a schema, whatever it finds there. */
class ProvisioningIT {
  private final Telemetry telemetry = Telemetry.recording("numbers", InMemorySpanExporter.create());
  private final DatabaseSettings settings = TestDatabase.fresh("numbers");

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void start_makesTheTablesOfTheKitAndOfTheService() {
    try (Database database = Database.open(settings, telemetry)) {
      assertThat(tables(database))
          .containsExactlyInAnyOrder(
              "changes",
              "erased_people",
              "flyway_schema_history",
              "idempotency_keys",
              "kit_schema_history",
              "numbers",
              "outbox_head",
              "scheduled_tasks");
    }
  }

  @Test
  void start_changesNothing_whenItIsDoneAgain() {
    Database.open(settings, telemetry).close();
    List<String> before = histories();

    Database.open(settings, telemetry).close();

    assertThat(histories()).isEqualTo(before);
  }

  /** As a service left it whose own second migration made the outbox. */
  @Test
  void start_takesOverTheOutbox_thatTheServiceOnceMadeItself() {
    try (Database database = Database.open(settings, telemetry)) {
      database.write(
          handle -> {
            handle.execute(
                "DROP TABLE kit_schema_history, idempotency_keys, erased_people, scheduled_tasks");
            handle.execute("DROP FUNCTION is_erased");
            handle.execute("ALTER TABLE changes DROP COLUMN trace_parent");
            handle.execute(
                "INSERT INTO flyway_schema_history SELECT 99, '2', 'changes', type,"
                    + " 'V2__changes.sql', 7, installed_by, installed_on, 1, true"
                    + " FROM flyway_schema_history WHERE version = '1'");
            handle.execute("UPDATE outbox_head SET position = 1");
            return handle.execute("INSERT INTO changes VALUES (1, now(), '{a}')");
          });
    }

    try (Database database = Database.open(settings, telemetry)) {
      assertThat(tables(database)).contains("idempotency_keys", "kit_schema_history");
      assertThat(texts(database, "SELECT unnest(ids) FROM changes")).containsExactly("a");
      assertThat(texts(database, "SELECT version FROM flyway_schema_history")).doesNotContain("2");
    }
  }

  @Test
  void start_failsWithOneSentence_whenTheServerCannotBeReached() {
    assertThatThrownBy(() -> Database.open(TestDatabase.none("numbers"), telemetry))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_DB_URL");
  }

  private List<String> histories() {
    try (Database database = Database.open(settings, telemetry)) {
      return texts(
          database,
          "SELECT 'kit ' || script FROM kit_schema_history"
              + " UNION ALL SELECT script FROM flyway_schema_history ORDER BY 1");
    }
  }

  private static List<String> tables(Database database) {
    return texts(
        database,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'numbers'");
  }

  private static List<String> texts(Database database, String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }
}
