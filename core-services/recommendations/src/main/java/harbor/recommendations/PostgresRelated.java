package harbor.recommendations;

import harbor.kit.service.row.Money;
import harbor.recommendations.Related.Reason;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Lists what goes with a product: neighbours by one statement, which is enough for a product that
 * is bought with others; otherwise similar products of its category, then of the category above.
 *
 * <p>Similar is weighed, not trained: the own category before the one above, the same brand before
 * any other, then the share of common title words (twice) and the closeness of the price (once).
 * Weighed are the candidates that are nearest in price, so that the work has a bound, however large
 * a category is: an own category of up to 800 products is weighed as a whole.
 */
final class PostgresRelated {
  private static final String BOUGHT =
      """
      SELECT product_id, title, image_url, link, price_minor, currency, item_group_id, score
      FROM (
        SELECT p.product_id, p.title, p.image_url, p.link, p.price_minor, p.currency, p.item_group_id,
               n.score, n.support,
               row_number() OVER (
                 PARTITION BY p.item_group_id, CASE WHEN p.item_group_id = '' THEN p.product_id END
                 ORDER BY n.score DESC, n.support DESC, p.product_id
               ) AS of_group
        FROM neighbours n
        JOIN profiles p ON p.product_id = n.neighbour_id
        LEFT JOIN profiles s ON s.product_id = n.product_id
        WHERE n.product_id = :id
          AND (p.item_group_id = '' OR p.item_group_id IS DISTINCT FROM s.item_group_id)
      ) found
      WHERE of_group = 1
      ORDER BY score DESC, support DESC, product_id
      LIMIT :size
      """;

  private static final String SIMILAR =
      """
      WITH subject AS MATERIALIZED (
        SELECT product_id, title_words, price_minor, currency, brand, category_path,
               category_parent, item_group_id
        FROM profiles
        WHERE product_id = :id
      ),
      scored AS (
        SELECT c.product_id, c.title, c.image_url, c.link, c.price_minor, c.currency, c.item_group_id,
               (:category
                 + CASE WHEN c.brand <> '' AND c.brand = s.brand THEN 4 ELSE 0 END
                 + 2 * words.common / greatest(
                     1.0, cardinality(c.title_words) + cardinality(s.title_words) - words.common)
                 + CASE WHEN c.currency = s.currency
                     THEN CAST(least(c.price_minor, s.price_minor) AS double precision)
                       / greatest(c.price_minor, s.price_minor)
                     ELSE 0 END
               ) / 15 AS score
        FROM subject s
        CROSS JOIN LATERAL (
      %s
        ) c
        CROSS JOIN LATERAL (
          SELECT CAST(count(*) AS double precision) AS common
          FROM unnest(c.title_words) AS word
          WHERE word = ANY (s.title_words)
        ) words
        WHERE c.product_id <> s.product_id
          AND c.product_id <> ALL (:listed)
          AND (c.item_group_id = ''
            OR (c.item_group_id <> s.item_group_id AND c.item_group_id <> ALL (:groups)))
      )
      SELECT product_id, title, image_url, link, price_minor, currency, item_group_id, score
      FROM (
        SELECT product_id, title, image_url, link, price_minor, currency, item_group_id, score,
               row_number() OVER (
                 PARTITION BY item_group_id, CASE WHEN item_group_id = '' THEN product_id END
                 ORDER BY score DESC, product_id
               ) AS of_group
        FROM scored
      ) found
      WHERE of_group = 1
      ORDER BY score DESC, product_id
      LIMIT :size
      """;

  private static final String OWN_CATEGORY =
      SIMILAR.formatted(
          nearest("s.category_path <> '{}' AND c.category_path = s.category_path", 400)
              + "UNION ALL\n"
              + nearest(
                  "s.category_path <> '{}' AND s.brand <> ''"
                      + " AND c.category_path = s.category_path AND c.brand = s.brand",
                  50));

  private static final String CATEGORY_ABOVE =
      SIMILAR.formatted(
          nearest(
              "s.category_parent <> '{}' AND c.category_parent = s.category_parent"
                  + " AND c.category_path <> s.category_path",
              200));

  private static final int OWN_CATEGORY_WEIGHT = 8;

  private PostgresRelated() {}

  static List<Related> list(Handle handle, String productId, int size) {
    List<Related> related = new ArrayList<>(bought(handle, productId, size));
    if (related.size() < size) {
      related.addAll(
          similar(
              handle,
              productId,
              related.stream().map(Related::productId).toList(),
              groups(related),
              size - related.size()));
    }
    return List.copyOf(related);
  }

  /**
   * What is similar to a product, the best first.
   *
   * @param listed products that are left out
   * @param groups of which every variant is
   */
  static List<Related> similar(
      Handle handle, String productId, List<String> listed, List<String> groups, int size) {
    List<Related> found =
        new ArrayList<>(
            similar(handle, OWN_CATEGORY, OWN_CATEGORY_WEIGHT, productId, listed, groups, size));
    if (found.size() < size) {
      found.addAll(
          similar(
              handle,
              CATEGORY_ABOVE,
              0,
              productId,
              Stream.concat(listed.stream(), found.stream().map(Related::productId)).toList(),
              Stream.concat(groups.stream(), groups(found).stream()).toList(),
              size - found.size()));
    }
    return found;
  }

  private static List<Related> bought(Handle handle, String productId, int size) {
    return handle
        .createQuery(BOUGHT)
        .bind("id", productId)
        .bind("size", size)
        .map((row, _) -> related(row, Reason.BOUGHT_TOGETHER))
        .list();
  }

  private static List<Related> similar(
      Handle handle,
      String sql,
      int category,
      String productId,
      List<String> listed,
      List<String> groups,
      int size) {
    return handle
        .createQuery(sql)
        .bind("id", productId)
        .bind("category", category)
        .bindArray("listed", String.class, listed)
        .bindArray("groups", String.class, groups)
        .bind("size", size)
        .map((row, _) -> related(row, Reason.SIMILAR))
        .list();
  }

  private static List<String> groups(List<Related> related) {
    return related.stream().map(Related::itemGroupId).filter(group -> !group.isEmpty()).toList();
  }

  private static String nearest(String match, int max) {
    return """
        (SELECT c.product_id, c.title, c.image_url, c.link, c.price_minor, c.currency, c.brand, c.item_group_id,
                c.title_words
         FROM profiles c
         WHERE %1$s AND c.price_minor >= s.price_minor
         ORDER BY c.price_minor LIMIT %2$d)
        UNION ALL
        (SELECT c.product_id, c.title, c.image_url, c.link, c.price_minor, c.currency, c.brand, c.item_group_id,
                c.title_words
         FROM profiles c
         WHERE %1$s AND c.price_minor < s.price_minor
         ORDER BY c.price_minor DESC LIMIT %2$d)
    """
        .formatted(match, max);
  }

  static Related related(ResultSet row, Reason reason) throws SQLException {
    return new Related(
        row.getString("product_id"),
        row.getString("title"),
        row.getString("image_url"),
        row.getString("link"),
        new Money(row.getLong("price_minor"), row.getString("currency")),
        row.getString("item_group_id"),
        reason,
        row.getDouble("score"));
  }
}
