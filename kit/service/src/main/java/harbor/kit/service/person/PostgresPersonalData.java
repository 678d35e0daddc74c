package harbor.kit.service.person;

import static java.util.stream.Collectors.joining;

import harbor.kit.client.Caller;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.person.PersonalTable.Whose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * A person in the tables of a core service, by the rules of these tables. Names in the SQL are the
 * service's own, never input. Thread-safe.
 */
public final class PostgresPersonalData {
  private static final String KEYS = "idempotency_keys";

  /** The rules of the tables that every core service has. */
  private static final List<PersonalTable> KIT =
      List.of(
          PersonalTable.of(KEYS, "owner")
              .assessment("answer", "Answers a request again that was repeated, for a day."),
          PersonalTable.none("changes"),
          PersonalTable.none("outbox_head"),
          PersonalTable.none("erased_people"),
          PersonalTable.none("scheduled_tasks"),
          PersonalTable.none("kit_schema_history"),
          PersonalTable.none("flyway_schema_history"));

  // All that are there: one that may not be read fails the search instead of being left out.
  private static final String TABLES =
      """
      SELECT tablename
      FROM pg_tables
      WHERE schemaname = current_schema()
      ORDER BY tablename
      """;

  private static final String AUDITED =
      """
      SELECT table_name, array_agg(CAST(column_name AS text) ORDER BY column_name) AS columns
      FROM information_schema.columns
      WHERE table_schema = current_schema() AND column_name IN ('created_by', 'updated_by')
      GROUP BY table_name
      ORDER BY table_name
      """;

  // Also what somebody else was answered about them, for instance an administrator. A key that
  // waits
  // for a work has no answer, and goes when that is settled.
  private static final String FORGET_ANSWERS =
      """
      DELETE FROM idempotency_keys
      WHERE work IS NULL
        AND (owner IN (:subject, :id) OR position(convert_to(:id, 'UTF8') IN answer) > 0)
      """;

  private final Database database;
  private final Map<String, PersonalTable> tables;
  private final List<BiConsumer<Handle, Caller>> beforeErasure;
  private final List<BiConsumer<Handle, Caller>> whenErased;

  /**
   * Of a service.
   *
   * @param own the rules of its own tables
   * @param beforeErasure what it does besides, before an erasure, in the same transaction
   * @param whenErased what it does besides, after it, in the same transaction
   */
  public PostgresPersonalData(
      Database database,
      List<PersonalTable> own,
      List<BiConsumer<Handle, Caller>> beforeErasure,
      List<BiConsumer<Handle, Caller>> whenErased) {
    this.database = database;
    List<PersonalTable> all = new ArrayList<>(own);
    all.addAll(KIT);
    this.tables = PersonalTable.byName(all);
    this.beforeErasure = List.copyOf(beforeErasure);
    this.whenErased = List.copyOf(whenErased);
  }

  /** A row about a person, in a table. */
  record Found(String table, String json, List<String> identifying) {}

  /** All that there is of a user. */
  List<Found> export(Caller user) {
    return database.read(
        handle -> {
          List<Found> found = new ArrayList<>();
          tables.values().stream()
              .filter(table -> table.whose().isPresent())
              .forEach(table -> found.addAll(export(handle, table, user)));
          for (Audited table : audited(handle)) {
            long rows =
                of(
                        handle.createQuery(
                            "SELECT count(*) FROM %s WHERE %s"
                                .formatted(table.name(), table.isTheirs())),
                        user)
                    .mapTo(Long.class)
                    .one();
            if (rows > 0 && whoseOf(table.name()).isEmpty()) {
              found.add(
                  new Found(table.name(), "{\"madeOrChanged\": %d}".formatted(rows), List.of()));
            }
          }
          return found;
        });
  }

  /** Erases a user for good; how many rows of each table that concerned. */
  SequencedMap<String, Long> erase(Caller user) {
    return database.write(
        handle -> {
          ErasedPeople.put(handle, user);
          beforeErasure.forEach(work -> work.accept(handle, user));
          SequencedMap<String, Long> rows = new LinkedHashMap<>();
          List<PersonalTable> partsFirst = new ArrayList<>(tables.values()).reversed();
          for (PersonalTable table : partsFirst) {
            if (table.whose().isPresent() && changes(table)) {
              count(rows, table.name(), of(handle.createUpdate(erasure(table)), user).execute());
            }
          }
          count(rows, KEYS, of(handle.createUpdate(FORGET_ANSWERS), user).execute());
          for (Audited table : audited(handle)) {
            count(
                rows,
                table.name(),
                handle
                    .createUpdate(
                        "UPDATE %s SET %s WHERE %s"
                            .formatted(table.name(), table.erasure(), table.isTheirs()))
                    .bind("subject", user.subject())
                    .bind("erased", PersonalTable.ERASED)
                    .execute());
          }
          whenErased.forEach(work -> work.accept(handle, user));
          return rows;
        });
  }

  /**
   * Where one of these values stands, in any column of any table: as text, and as the hexadecimal
   * digits that bytes are shown by; but for the outbox, which says for a day by its id that
   * somebody changed.
   */
  SequencedMap<String, Long> find(List<String> values) {
    return database.read(
        handle -> {
          SequencedMap<String, Long> rows = new LinkedHashMap<>();
          for (String table : names(handle, TABLES)) {
            if (!table.equals("changes")) {
              count(
                  rows,
                  table,
                  handle
                      .createQuery(
                          """
                          SELECT count(*)
                          FROM %1$s
                          WHERE EXISTS (
                            SELECT FROM unnest(:values) AS v
                            WHERE strpos(CAST(%1$s AS text), v) > 0
                               OR strpos(CAST(%1$s AS text), encode(convert_to(v, 'UTF8'), 'hex')) > 0)
                          """
                              .formatted(table))
                      .bindArray("values", String.class, values)
                      .mapTo(Long.class)
                      .one());
            }
          }
          return rows;
        });
  }

  /** What is wrong with the rules: tables without one, and rules of what is not there. */
  public List<String> faults() {
    return database.read(
        handle -> {
          List<String> there = names(handle, TABLES);
          List<String> faults = new ArrayList<>();
          there.stream()
              .filter(table -> !tables.containsKey(table))
              .forEach(table -> faults.add(table + ": no rule"));
          for (PersonalTable table : tables.values()) {
            List<String> columns = columns(handle, table.name());
            if (columns.isEmpty()) {
              faults.add(table.name() + ": no such table");
            } else {
              table.columns().stream()
                  .filter(column -> !columns.contains(column))
                  .forEach(column -> faults.add(table.name() + "." + column + ": no such column"));
            }
          }
          return faults;
        });
  }

  private List<Found> export(Handle handle, PersonalTable table, Caller user) {
    return of(
            handle.createQuery(
                """
                SELECT CAST(to_jsonb(%1$s) || CAST(:assessments AS jsonb) AS text) AS json,
                       ARRAY(SELECT to_jsonb(%1$s) ->> c FROM unnest(:identifying) AS c
                             WHERE to_jsonb(%1$s) ->> c <> '') AS identifying
                FROM %1$s
                WHERE %2$s
                """
                    .formatted(table.name(), condition(table))),
            user)
        .bind("assessments", assessments(table))
        .bindArray("identifying", String.class, table.identifying())
        .map(
            (row, _) ->
                new Found(table.name(), row.getString("json"), Rows.texts(row, "identifying")))
        .list();
  }

  /** Whether the rule of a table changes its rows; answers are forgotten in a way of their own. */
  private static boolean changes(PersonalTable table) {
    return !table.name().equals(KEYS)
        && !(table.keeps()
            && table.emptied().isEmpty()
            && table.whose().orElse(null) instanceof Whose.PartOf);
  }

  /**
   * A table that says who made its rows, or changed them.
   *
   * @param columns that name them
   */
  private record Audited(String name, List<String> columns) {
    String isTheirs() {
      return columns.stream().map("%s = :subject"::formatted).collect(joining(" OR "));
    }

    String erasure() {
      return columns.stream()
          .map("%1$s = CASE WHEN %1$s = :subject THEN :erased ELSE %1$s END"::formatted)
          .collect(joining(", "));
    }
  }

  private static List<Audited> audited(Handle handle) {
    return handle
        .createQuery(AUDITED)
        .map((row, _) -> new Audited(row.getString("table_name"), Rows.texts(row, "columns")))
        .list();
  }

  private String erasure(PersonalTable table) {
    if (!table.keeps()) {
      return "DELETE FROM %s WHERE %s".formatted(table.name(), condition(table));
    }
    List<String> changes = new ArrayList<>();
    if (table.whose().orElseThrow() instanceof Whose.Subject(String column)) {
      changes.add(
          "%1$s = CASE WHEN %1$s = :subject THEN '%2$s' ELSE '%3$s' END"
              .formatted(
                  column, PersonalTable.ERASED, PersonalTable.ERASED.substring("user:".length())));
    }
    table.emptied().forEach(column -> changes.add(column + " = DEFAULT"));
    return "UPDATE %s SET %s WHERE %s"
        .formatted(table.name(), String.join(", ", changes), condition(table));
  }

  private String condition(PersonalTable table) {
    return switch (table.whose().orElseThrow()) {
      case Whose.Subject(String column) ->
          "%s.%s IN (:subject, :id)".formatted(table.name(), column);
      case Whose.PartOf(String parent, String column) ->
          "EXISTS (SELECT FROM %1$s WHERE %1$s.%2$s = %3$s.%2$s AND %4$s)"
              .formatted(parent, column, table.name(), condition(whole(parent)));
    };
  }

  private PersonalTable whole(String name) {
    PersonalTable table = tables.get(name);
    if (table == null) {
      throw new IllegalStateException(name + ": no rule");
    }
    return table;
  }

  private Optional<Whose> whoseOf(String name) {
    PersonalTable table = tables.get(name);
    return table == null ? Optional.empty() : table.whose();
  }

  /** In place of a value, what it is for. */
  private static String assessments(PersonalTable table) {
    StringBuilder json = new StringBuilder("{");
    table
        .assessments()
        .forEach(
            (column, purpose) ->
                json.append(json.length() == 1 ? "" : ",")
                    .append("\"%s\":\"%s\"".formatted(column, purpose.replace("\"", "'"))));
    return json.append('}').toString();
  }

  private static <S extends SqlStatement<S>> S of(S statement, Caller user) {
    return statement.bind("subject", user.subject()).bind("id", user.id());
  }

  private static void count(SequencedMap<String, Long> all, String table, long rows) {
    if (rows > 0) {
      all.merge(table, rows, Long::sum);
    }
  }

  private static List<String> names(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(String.class).list();
  }

  private static List<String> columns(Handle handle, String table) {
    return handle
        .createQuery(
            """
            SELECT column_name
            FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = :table
            """)
        .bind("table", table)
        .mapTo(String.class)
        .list();
  }
}
