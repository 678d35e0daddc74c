package harbor.catalog;

import harbor.catalog.product.Condition;
import harbor.catalog.product.Identity;
import harbor.catalog.product.Image;
import harbor.catalog.product.Internal;
import harbor.catalog.product.Listing;
import harbor.catalog.product.Measures;
import harbor.catalog.product.Pricing;
import harbor.catalog.product.Product;
import harbor.catalog.product.ProductId;
import harbor.catalog.product.Specification;
import harbor.catalog.product.Texts;
import harbor.catalog.product.Traits;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Entries from rows of the table {@code products}. */
final class PostgresProductRows {
  private PostgresProductRows() {}

  /** A row of the card columns. */
  static StoredProduct card(ResultSet row) throws SQLException {
    String imageUrl = row.getString("image_url");
    return new StoredProduct.Card(
        new ProductId(row.getString("id")),
        row.getString("title"),
        row.getString("short_title"),
        row.getString("brand"),
        imageUrl == null
            ? Optional.empty()
            : Optional.of(new Image(imageUrl, row.getString("image_alt"))),
        money(row, "list_price_minor", "currency"),
        money(row, "price_minor", "currency"));
  }

  /** A row of all columns. */
  static StoredProduct.Full full(ResultSet row) throws SQLException {
    return new StoredProduct.Full(
        product(row), row.getObject("withdrawn_at") != null, Rows.audit(row));
  }

  private static Product product(ResultSet row) throws SQLException {
    return new Product(
        new ProductId(row.getString("id")),
        new Texts(
            row.getString("title"),
            row.getString("short_title"),
            row.getString("description"),
            Rows.texts(row, "highlights"),
            row.getString("seo_title"),
            row.getString("seo_description")),
        new Identity(
            row.getString("brand"),
            row.getString("gtin"),
            row.getString("mpn"),
            Condition.valueOf(row.getString("condition")),
            row.getString("item_group_id")),
        new Pricing(
            money(row, "list_price_minor", "currency"),
            money(row, "price_minor", "currency"),
            row.getString("tax_category"),
            row.getInt("multipack"),
            row.getString("unit_pricing_measure")),
        List.of(json(row, "images", Image[].class)),
        List.of(json(row, "specifications", Specification[].class)),
        traits(row),
        new Measures(
            row.getInt("shipping_weight_grams"),
            row.getInt("length_mm"),
            row.getInt("width_mm"),
            row.getInt("height_mm")),
        new DayRange(row.getInt("min_handling_days"), row.getInt("max_handling_days")),
        new Listing(
            Rows.texts(row, "category_path"),
            Stream.of(json(row, "further_paths", String[][].class)).map(List::of).toList(),
            row.getString("link"),
            Optional.ofNullable(row.getObject("launch_date", LocalDate.class)),
            row.getBoolean("published"),
            row.getObject("expires_at") == null
                ? Optional.empty()
                : Optional.of(Rows.instant(row, "expires_at"))),
        internal(row));
  }

  private static Traits traits(ResultSet row) throws SQLException {
    return new Traits(
        row.getString("color"),
        row.getString("material"),
        row.getString("size"),
        row.getString("energy_efficiency_class"),
        row.getString("country_of_origin"),
        row.getInt("warranty_months"),
        row.getBoolean("adult"));
  }

  private static Internal internal(ResultSet row) throws SQLException {
    return new Internal(
        row.getString("supplier_cost_currency") == null
            ? Optional.empty()
            : Optional.of(money(row, "supplier_cost_minor", "supplier_cost_currency")),
        Rows.texts(row, "segment_tags"),
        row.getString("source_feed"),
        row.getString("supplier_id"),
        row.getString("source"));
  }

  private static Money money(ResultSet row, String minor, String currency) throws SQLException {
    return new Money(row.getLong(minor), row.getString(currency));
  }

  private static <T> T json(ResultSet row, String column, Class<T> type) throws SQLException {
    return PostgresProductColumns.JSON.fromJson(row.getString(column), type);
  }
}
