package harbor.users;

import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Users in PostgreSQL as administrators read them: no assessment is among them. */
final class PostgresUserTable {
  static final Table<User> TABLE =
      Table.of(
              "users.users",
              "user_id, "
                  + PostgresUserRows.COLUMNS
                  + ", created_at, created_by, updated_at, updated_by, version",
              "users",
              (row, _) -> PostgresUserRows.user(row),
              Column.text("id").as("user_id"),
              Column.text("email").as("(lower(email) COLLATE \"C\")").prefixed().sorted(),
              Column.text("display_name")
                  .as("(lower(display_name) COLLATE \"C\")")
                  .prefixed()
                  .sorted(),
              Column.text("country").filtered(),
              Column.text("loyalty_tier").filtered(),
              Column.number("loyalty_points").ranged().sorted(),
              Column.time("last_sign_in_at").ranged().sorted().nullable(),
              Column.time("created_at").ranged().sorted(),
              Column.time("updated_at").ranged().sorted())
          .latestBy("created_at");

  private PostgresUserTable() {}
}
