package harbor.recommendations;

import harbor.recommendations.Related.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Lists what a person may like, of what they bought or looked at: what is bought together with it,
 * where the product at place n counts an n-th; then what is similar to the latest one; then what
 * sells best.
 */
final class PostgresForPerson {
  private static final String BOUGHT =
      """
      SELECT product_id, title, image_url, link, price_minor, currency, item_group_id, score
      FROM (
        SELECT p.product_id, p.title, p.image_url, p.link, p.price_minor, p.currency, p.item_group_id,
               n.score,
               row_number() OVER (
                 PARTITION BY p.item_group_id, CASE WHEN p.item_group_id = '' THEN p.product_id END
                 ORDER BY n.score DESC, p.product_id
               ) AS of_group
        FROM (
          SELECT n.neighbour_id, sum(n.score / seed.place ORDER BY seed.place) AS score
          FROM unnest(:seeds) WITH ORDINALITY AS seed (product_id, place)
          JOIN neighbours n ON n.product_id = seed.product_id
          GROUP BY n.neighbour_id
        ) n
        JOIN profiles p ON p.product_id = n.neighbour_id
        WHERE p.product_id <> ALL (:seeds)
          AND (p.item_group_id = '' OR p.item_group_id <> ALL (:groups))
      ) found
      WHERE of_group = 1
      ORDER BY score DESC, product_id
      LIMIT :size
      """;

  private static final String GROUPS =
      """
      SELECT DISTINCT item_group_id
      FROM profiles
      WHERE product_id = ANY (:seeds) AND item_group_id <> ''
      """;

  private PostgresForPerson() {}

  /**
   * The best first.
   *
   * @param seeds the latest first, each once
   */
  static List<Related> list(Handle handle, List<String> seeds, int size) {
    List<String> groups =
        handle
            .createQuery(GROUPS)
            .bindArray("seeds", String.class, seeds)
            .mapTo(String.class)
            .list();
    List<Related> found = new ArrayList<>(bought(handle, seeds, groups, size));
    if (found.size() < size && !seeds.isEmpty()) {
      found.addAll(
          PostgresRelated.similar(
              handle,
              seeds.getFirst(),
              listed(seeds, found),
              groups(groups, found),
              size - found.size()));
    }
    if (found.size() < size) {
      found.addAll(
          PostgresBestSellers.list(
              handle, listed(seeds, found), groups(groups, found), size - found.size()));
    }
    return List.copyOf(found);
  }

  private static List<Related> bought(
      Handle handle, List<String> seeds, List<String> groups, int size) {
    return handle
        .createQuery(BOUGHT)
        .bindArray("seeds", String.class, seeds)
        .bindArray("groups", String.class, groups)
        .bind("size", size)
        .map((row, _) -> PostgresRelated.related(row, Reason.BOUGHT_TOGETHER))
        .list();
  }

  private static List<String> listed(List<String> seeds, List<Related> found) {
    return Stream.concat(seeds.stream(), found.stream().map(Related::productId)).toList();
  }

  private static List<String> groups(List<String> groups, List<Related> found) {
    return Stream.concat(
            groups.stream(),
            found.stream().map(Related::itemGroupId).filter(group -> !group.isEmpty()))
        .toList();
  }
}
