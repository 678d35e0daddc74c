package harbor.pricing;

import harbor.kit.service.database.Rows;
import harbor.kit.service.table.Edited;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What administrators change of prices in PostgreSQL, within a transaction. */
final class PostgresPriceEdits {
  static final String COLUMNS =
      """
      product_id, currency, list_minor, sale_minor, sale_from, sale_until, tax_class, sale_since,
      valid_from, created_at, created_by, updated_at, updated_by, version\
      """;

  private static final String FIND =
      "SELECT " + COLUMNS + " FROM prices WHERE product_id = :product FOR UPDATE";

  private final PostgresPriceStore prices;

  PostgresPriceEdits(PostgresPriceStore prices) {
    this.prices = prices;
  }

  /**
   * Changes the price of a product, and continues its history.
   *
   * @param version that was seen
   * @param by who does so
   * @param change what shall be stated
   */
  Edited<StoredPrice> edit(
      Handle handle,
      String productId,
      long version,
      String by,
      Function<StoredPrice, StatedPrice> change) {
    return Edited.of(
        find(handle, productId),
        price -> price.audit().version(),
        version,
        price -> {
          var _ = prices.put(handle, List.of(change.apply(price)), by);
          return find(handle, productId).orElseThrow();
        });
  }

  private static Optional<StoredPrice> find(Handle handle, String productId) {
    return handle
        .createQuery(FIND)
        .bind("product", productId)
        .map((row, _) -> stored(row))
        .findOne();
  }

  static StoredPrice stored(ResultSet row) throws SQLException {
    return new StoredPrice(
        new StatedPrice(
            row.getString("product_id"),
            row.getString("currency"),
            row.getLong("list_minor"),
            PostgresPriceStore.sale(row),
            row.getString("tax_class")),
        Rows.instant(row, "valid_from"),
        Optional.ofNullable(row.getObject("sale_since", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Rows.audit(row));
  }
}
