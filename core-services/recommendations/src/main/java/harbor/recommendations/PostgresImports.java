package harbor.recommendations;

import harbor.kit.service.database.Rows;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Stores imported rows, one statement a batch, in order of their keys, so that two imports wait for
 * each other instead of deadlocking.
 */
final class PostgresImports {
  private static final String PROFILES =
      """
      INSERT INTO profiles AS p
        (product_id, title, title_words, image_url, link, price_minor, currency, brand,
         category_path, item_group_id, created_at, created_by, updated_at, updated_by, version)
      SELECT s.product_id, s.title, CAST(s.words AS text[]), s.image_url, s.link, s.price_minor,
             s.currency, s.brand, CAST(s.path AS text[]), s.item_group_id,
             CAST(:now AS timestamptz), 'recommendations',
             CAST(:now AS timestamptz), 'recommendations', 1
      FROM unnest(:ids, :titles, :words, :images, :links, :prices, :currencies, :brands, :paths,
                  :groups)
        AS s (product_id, title, words, image_url, link, price_minor, currency, brand, path,
              item_group_id)
      ORDER BY s.product_id COLLATE "C"
      ON CONFLICT (product_id) DO UPDATE SET
        title = excluded.title, title_words = excluded.title_words, image_url = excluded.image_url,
        link = excluded.link,
        price_minor = excluded.price_minor, currency = excluded.currency, brand = excluded.brand,
        category_path = excluded.category_path, item_group_id = excluded.item_group_id,
        updated_at = greatest(p.updated_at, excluded.updated_at), updated_by = excluded.updated_by,
        version = p.version + 1
      WHERE (p.title, p.title_words, p.image_url, p.link, p.price_minor, p.currency, p.brand,
             p.category_path, p.item_group_id)
        IS DISTINCT FROM
            (excluded.title, excluded.title_words, excluded.image_url, excluded.link,
             excluded.price_minor, excluded.currency, excluded.brand, excluded.category_path, excluded.item_group_id)
      RETURNING p.xmax = 0
      """;

  private static final String ORDER_LINES =
      """
      INSERT INTO order_lines AS l
        (order_id, line_number, product_id, quantity, unit_price_minor, currency, ordered_at,
         country, created_at, created_by, updated_at, updated_by, version)
      SELECT s.order_id, s.line_number, s.product_id, s.quantity, s.unit_price_minor, s.currency,
             CAST(s.ordered_at AS timestamptz), s.country,
             CAST(:now AS timestamptz), 'recommendations',
             CAST(:now AS timestamptz), 'recommendations', 1
      FROM unnest(:orders, :numbers, :products, :quantities, :prices, :currencies, :times, :countries)
        AS s (order_id, line_number, product_id, quantity, unit_price_minor, currency, ordered_at,
              country)
      ORDER BY s.order_id COLLATE "C", s.line_number
      ON CONFLICT (order_id, line_number) DO UPDATE SET
        product_id = excluded.product_id, quantity = excluded.quantity,
        unit_price_minor = excluded.unit_price_minor, currency = excluded.currency,
        ordered_at = excluded.ordered_at, country = excluded.country,
        updated_at = greatest(l.updated_at, excluded.updated_at), updated_by = excluded.updated_by,
        version = l.version + 1
      WHERE (l.product_id, l.quantity, l.unit_price_minor, l.currency, l.ordered_at, l.country)
        IS DISTINCT FROM
            (excluded.product_id, excluded.quantity, excluded.unit_price_minor, excluded.currency,
             excluded.ordered_at, excluded.country)
      RETURNING l.xmax = 0
      """;

  private PostgresImports() {}

  /** For each profile that was written: whether it was new. */
  static List<Boolean> profiles(Handle handle, List<Profile> profiles, String now) {
    return handle
        .createQuery(PROFILES)
        .bindArray("ids", String.class, Rows.column(profiles, Profile::productId))
        .bindArray("titles", String.class, Rows.column(profiles, Profile::title))
        .bindArray(
            "words",
            String.class,
            Rows.column(profiles, p -> Rows.arrayLiteral(TitleWords.of(p.title()))))
        .bindArray("images", String.class, Rows.column(profiles, Profile::imageUrl))
        .bindArray("links", String.class, Rows.column(profiles, Profile::link))
        .bindArray("prices", Long.class, Rows.column(profiles, p -> p.price().minor()))
        .bindArray("currencies", String.class, Rows.column(profiles, p -> p.price().currency()))
        .bindArray("brands", String.class, Rows.column(profiles, Profile::brand))
        .bindArray(
            "paths", String.class, Rows.column(profiles, p -> Rows.arrayLiteral(p.categoryPath())))
        .bindArray("groups", String.class, Rows.column(profiles, Profile::itemGroupId))
        .bind("now", now)
        .mapTo(Boolean.class)
        .list();
  }

  /** For each line that was written: whether it was new. */
  static List<Boolean> orderLines(Handle handle, List<OrderLine> lines, String now) {
    return handle
        .createQuery(ORDER_LINES)
        .bindArray("orders", String.class, Rows.column(lines, OrderLine::orderId))
        .bindArray("numbers", Integer.class, Rows.column(lines, OrderLine::lineNumber))
        .bindArray("products", String.class, Rows.column(lines, OrderLine::productId))
        .bindArray("quantities", Integer.class, Rows.column(lines, OrderLine::quantity))
        .bindArray("prices", Long.class, Rows.column(lines, line -> line.unitPrice().minor()))
        .bindArray(
            "currencies", String.class, Rows.column(lines, line -> line.unitPrice().currency()))
        .bindArray("times", String.class, Rows.column(lines, line -> line.orderedAt().toString()))
        .bindArray("countries", String.class, Rows.column(lines, OrderLine::country))
        .bind("now", now)
        .mapTo(Boolean.class)
        .list();
  }
}
