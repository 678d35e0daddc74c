package harbor.catalog;

import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Audit;
import harbor.kit.service.table.Column;
import harbor.kit.service.table.Table;

/** Categories in PostgreSQL as administrators read them; a few thousand at most. */
final class PostgresCategoryTable {
  /**
   * A category as it is stored.
   *
   * @param id its names from the root down, joined
   * @param parentId empty for a root
   * @param path in addresses; empty until the service has started once since it was made
   */
  record Category(String id, String name, String parentId, String path, Audit audit) {}

  static final Table<Category> TABLE =
      Table.of(
          "catalog.categories",
          """
          array_to_string(path, ' > ') AS id, name,
          coalesce(array_to_string(parent, ' > '), '') AS parent_id, coalesce(slug, '') AS slug,
          created_at, created_by, updated_at, updated_by, version\
          """,
          "categories",
          (row, _) ->
              new Category(
                  row.getString("id"),
                  row.getString("name"),
                  row.getString("parent_id"),
                  row.getString("slug"),
                  Rows.audit(row)),
          Column.text("id").as("array_to_string(path, ' > ')"),
          Column.text("name").as("(lower(name) COLLATE \"C\")").prefixed().sorted(),
          Column.text("parent_id").as("array_to_string(parent, ' > ')").filtered(),
          Column.text("path").as("slug").filtered(),
          Column.time("updated_at").ranged());

  private PostgresCategoryTable() {}
}
