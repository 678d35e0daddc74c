package harbor.recommendations;

import harbor.recommendations.RebuildOutcome.AlreadyRunning;
import harbor.recommendations.RebuildOutcome.Rebuilt;
import org.jdbi.v3.core.Handle;

/**
 * Computes which products are bought together: for each product the 20 with the highest cosine,
 * baskets with both / sqrt(baskets with one * baskets with the other) (Linden, Smith, York:
 * Amazon.com Recommendations, IEEE Internet Computing 7(1), 2003).
 *
 * <p>One statement does all of it, so that readers see the old neighbours or the new ones, and what
 * did not change is not written. Inside, products are numbered: pairs of numbers are a third as
 * large as pairs of ids.
 */
final class PostgresNeighbours {
  /** Who holds this advisory lock may rebuild. */
  static final long LOCK = 0x4841_5242_5245_434FL;

  // What may take a minute must not end at the ten seconds of a call without a deadline; one that
  // has a deadline is cancelled at it all the same. Sorts and hashes beyond the memory use files.
  private static final String SETTINGS =
      "SET LOCAL statement_timeout = '120s'; SET LOCAL work_mem = '64MB'";

  private static final String REBUILD =
      """
      WITH bought AS MATERIALIZED (
        SELECT DISTINCT order_id, product_id FROM order_lines WHERE quantity > 0
      ),
      products AS MATERIALIZED (
        SELECT product_id, CAST(row_number() OVER (ORDER BY product_id) AS int) AS n
        FROM (SELECT DISTINCT product_id FROM bought) known
      ),
      baskets AS MATERIALIZED (
        SELECT array_agg(p.n ORDER BY p.n) AS held
        FROM bought b JOIN products p ON p.product_id = b.product_id
        GROUP BY b.order_id
        HAVING count(*) <= :maxInBasket
      ),
      counts AS MATERIALIZED (
        SELECT n, CAST(count(*) AS double precision) AS baskets
        FROM baskets, unnest(held) AS n
        GROUP BY n
      ),
      pairs AS (
        SELECT a.n AS a, b.n AS b, CAST(count(*) AS int) AS support
        FROM baskets,
             unnest(held) WITH ORDINALITY AS a (n, place),
             unnest(held[a.place + 1:]) AS b (n)
        GROUP BY a.n, b.n
        HAVING count(*) >= :minSupport
      ),
      ranked AS (
        SELECT way.n, way.neighbour, pairs.support,
               pairs.support / sqrt(ca.baskets * cb.baskets) AS score,
               row_number() OVER (
                 PARTITION BY way.n
                 ORDER BY pairs.support / sqrt(ca.baskets * cb.baskets) DESC, pairs.support DESC,
                          way.neighbour
               ) AS rank
        FROM pairs
        JOIN counts ca ON ca.n = pairs.a
        JOIN counts cb ON cb.n = pairs.b
        CROSS JOIN LATERAL (VALUES (pairs.a, pairs.b), (pairs.b, pairs.a)) AS way (n, neighbour)
      ),
      best AS MATERIALIZED (
        SELECT p.product_id, q.product_id AS neighbour_id, r.score, r.support
        FROM ranked r
        JOIN products p ON p.n = r.n
        JOIN products q ON q.n = r.neighbour
        WHERE r.rank <= :maxNeighbours
      ),
      gone AS (
        DELETE FROM neighbours old
        WHERE NOT EXISTS (
          SELECT FROM best
          WHERE best.product_id = old.product_id AND best.neighbour_id = old.neighbour_id)
      ),
      put AS (
        INSERT INTO neighbours AS old
          (product_id, neighbour_id, score, support,
           created_at, created_by, updated_at, updated_by, version)
        SELECT product_id, neighbour_id, score, support,
               CAST(:now AS timestamptz), 'recommendations',
               CAST(:now AS timestamptz), 'recommendations', 1
        FROM best
        ON CONFLICT (product_id, neighbour_id) DO UPDATE SET
          score = excluded.score, support = excluded.support,
          updated_at = greatest(old.updated_at, excluded.updated_at),
          updated_by = excluded.updated_by, version = old.version + 1
        WHERE (old.score, old.support) IS DISTINCT FROM (excluded.score, excluded.support)
      )
      SELECT CAST(count(DISTINCT product_id) AS int) AS products, count(*) AS pairs FROM best
      """;

  private PostgresNeighbours() {}

  static RebuildOutcome rebuild(Handle handle, String now) {
    boolean alone =
        handle
            .createQuery("SELECT pg_try_advisory_xact_lock(:lock)")
            .bind("lock", LOCK)
            .mapTo(Boolean.class)
            .one();
    if (!alone) {
      return new AlreadyRunning();
    }
    handle.execute(SETTINGS);
    PostgresBestSellers.rebuild(handle, now);
    return handle
        .createQuery(REBUILD)
        .bind("maxInBasket", RecommendationStore.MAX_IN_BASKET)
        .bind("minSupport", RecommendationStore.MIN_SUPPORT)
        .bind("maxNeighbours", RecommendationStore.MAX_NEIGHBOURS)
        .bind("now", now)
        .map((row, _) -> new Rebuilt(row.getInt("products"), row.getLong("pairs")))
        .one();
  }
}
