package harbor.recommendations;

import harbor.recommendations.Related.Reason;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which products are in the most baskets: for whom nothing better is known. */
final class PostgresBestSellers {
  private static final String REBUILD =
      """
      WITH bought AS MATERIALIZED (
        SELECT DISTINCT order_id, product_id FROM order_lines WHERE quantity > 0
      ),
      best AS MATERIALIZED (
        SELECT product_id, CAST(count(*) AS int) AS baskets
        FROM bought
        WHERE order_id IN (
          SELECT order_id FROM bought GROUP BY order_id HAVING count(*) <= :maxInBasket)
        GROUP BY product_id
        ORDER BY count(*) DESC, product_id
        LIMIT :max
      ),
      gone AS (
        DELETE FROM best_sellers old
        WHERE NOT EXISTS (SELECT FROM best WHERE best.product_id = old.product_id)
      )
      INSERT INTO best_sellers AS old
        (product_id, baskets, created_at, created_by, updated_at, updated_by, version)
      SELECT product_id, baskets,
             CAST(:now AS timestamptz), 'recommendations',
             CAST(:now AS timestamptz), 'recommendations', 1
      FROM best
      ON CONFLICT (product_id) DO UPDATE SET
        baskets = excluded.baskets,
        updated_at = greatest(old.updated_at, excluded.updated_at),
        updated_by = excluded.updated_by, version = old.version + 1
      WHERE old.baskets IS DISTINCT FROM excluded.baskets
      """;

  private static final String LIST =
      """
      SELECT product_id, title, image_url, link, price_minor, currency, item_group_id, score
      FROM (
        SELECT p.product_id, p.title, p.image_url, p.link, p.price_minor, p.currency, p.item_group_id,
               b.baskets AS score,
               row_number() OVER (
                 PARTITION BY p.item_group_id, CASE WHEN p.item_group_id = '' THEN p.product_id END
                 ORDER BY b.baskets DESC, p.product_id
               ) AS of_group
        FROM best_sellers b
        JOIN profiles p ON p.product_id = b.product_id
        WHERE p.product_id <> ALL (:listed)
          AND (p.item_group_id = '' OR p.item_group_id <> ALL (:groups))
      ) found
      WHERE of_group = 1
      ORDER BY score DESC, product_id
      LIMIT :size
      """;

  private PostgresBestSellers() {}

  static void rebuild(Handle handle, String now) {
    handle
        .createUpdate(REBUILD)
        .bind("maxInBasket", RecommendationStore.MAX_IN_BASKET)
        .bind("max", RecommendationStore.MAX_BEST_SELLERS)
        .bind("now", now)
        .execute();
  }

  /**
   * The best first.
   *
   * @param listed products that are left out
   * @param groups of which every variant is
   */
  static List<Related> list(Handle handle, List<String> listed, List<String> groups, int size) {
    return handle
        .createQuery(LIST)
        .bindArray("listed", String.class, listed)
        .bindArray("groups", String.class, groups)
        .bind("size", size)
        .map((row, _) -> PostgresRelated.related(row, Reason.BEST_SELLER))
        .list();
  }
}
