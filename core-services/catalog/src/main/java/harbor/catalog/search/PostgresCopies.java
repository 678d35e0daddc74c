package harbor.catalog.search;

import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Copies of what the owner of one kind of fact says of products: the columns of {@code
 * search_copies} that are its own.
 *
 * <p>The owner is asked while the row of the feed is locked, so that of several instances the one
 * that writes later has asked later, too.
 *
 * @param <C> a copy
 */
final class PostgresCopies<C> {
  /** Products a transaction. */
  static final int MAX_IDS = 500;

  private final Database database;
  private final String feed;
  private final String asked;
  private final List<Column<C>> columns;
  private final String write;
  private final Optional<Outbox> outbox;

  /** A column, and what a copy says in it. */
  record Column<C>(String name, String type, Function<C, @Nullable Object> value) {}

  /**
   * Copies of one feed.
   *
   * @param feed its name in {@code search_feeds}
   * @param asked the column that says whether the owner was asked
   * @param outbox told, in the transaction, of products of which something else is said than
   *     before; absent when that is no change of theirs
   */
  PostgresCopies(
      Database database,
      String feed,
      String asked,
      List<Column<C>> columns,
      Optional<Outbox> outbox) {
    this.database = database;
    this.feed = feed;
    this.asked = asked;
    this.columns = List.copyOf(columns);
    this.write = statement(asked, columns);
    this.outbox = outbox;
  }

  /**
   * In order, so that the feeds, which write the same rows, wait for each other and do not lock
   * each other out. Rows that say the same already are left alone.
   */
  private static <C> String statement(String asked, List<Column<C>> columns) {
    Function<String, String> each =
        pattern ->
            String.join(
                ", ", columns.stream().map(c -> pattern.formatted(c.name(), c.type())).toList());
    return """
    WITH locked AS MATERIALIZED (
      SELECT product_id
      FROM search_copies
      WHERE product_id = ANY (:ids)
      ORDER BY product_id COLLATE "C"
      FOR NO KEY UPDATE
    )
    UPDATE search_copies AS stored
    SET %s, %s = true
    FROM unnest(:ids, %s) AS sent (id, %s)
    JOIN locked ON locked.product_id = sent.id
    WHERE stored.product_id = sent.id
      AND (stored.%s, %s) IS DISTINCT FROM (true, %s)
    RETURNING stored.product_id
    """
        .formatted(
            each.apply("%1$s = sent.%1$s::%2$s"),
            asked,
            each.apply(":%1$s"),
            each.apply("%1$s"),
            asked,
            each.apply("stored.%1$s"),
            each.apply("sent.%1$s::%2$s"));
  }

  /** Where to go on in the owner's changes; empty when it was never followed. */
  String token() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT resume_token FROM search_feeds WHERE name = :feed")
                .bind("feed", feed)
                .mapTo(String.class)
                .one());
  }

  /** The changes up to here are in the copies. */
  void follow(String token) {
    database.write(
        handle ->
            handle
                .createUpdate("UPDATE search_feeds SET resume_token = :token WHERE name = :feed")
                .bind("token", token)
                .bind("feed", feed)
                .execute());
  }

  /** Products of which the owner was not asked yet: some of them. */
  List<String> missing() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT product_id FROM search_copies WHERE NOT %s LIMIT %d"
                        .formatted(asked, MAX_IDS))
                .mapTo(String.class)
                .list());
  }

  /** Some products in order of id, after one. */
  List<String> after(String id) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT product_id FROM search_copies WHERE product_id > :id ORDER BY product_id LIMIT %d"
                        .formatted(MAX_IDS))
                .bind("id", id)
                .mapTo(String.class)
                .list());
  }

  /**
   * Writes what the owner says now.
   *
   * @param ids at most {@link #MAX_IDS}
   * @param owner is asked for them; says nothing of those that it does not know
   * @param none what stands for a product of which the owner says nothing
   */
  void renew(
      Collection<String> ids,
      Function<Collection<String>, ? extends Map<String, C>> owner,
      C none) {
    database.write(
        handle -> {
          handle
              .createQuery("SELECT name FROM search_feeds WHERE name = :feed FOR UPDATE")
              .bind("feed", feed)
              .mapTo(String.class)
              .one();
          Map<String, C> known = owner.apply(ids);
          List<String> changed =
              write(handle, List.copyOf(ids), id -> known.getOrDefault(id, none));
          outbox.ifPresent(told -> told.append(handle, changed));
          return changed.size();
        });
  }

  private List<String> write(Handle handle, List<String> ids, Function<String, C> copies) {
    var update = handle.createQuery(write).bindArray("ids", String.class, ids);
    List<C> rows = Rows.column(ids, copies);
    for (Column<C> column : columns) {
      List<@Nullable String> values = new ArrayList<>(rows.size());
      for (C row : rows) {
        Object value = column.value().apply(row);
        values.add(value == null ? null : value.toString());
      }
      update.bindArray(column.name(), String.class, values);
    }
    return update.mapTo(String.class).list();
  }
}
