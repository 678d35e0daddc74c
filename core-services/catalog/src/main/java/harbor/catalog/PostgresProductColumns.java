package harbor.catalog;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import harbor.catalog.product.Product;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table {@code products} that a product says, in one visible list, from which
 * the statements are made.
 *
 * <p>An import sends each column as one {@code text[]} and lets the server cast its elements: one
 * statement of constant length for any number of rows, also where an element is itself an array,
 * which {@code unnest} would flatten.
 */
final class PostgresProductColumns {
  /** How lists of records are kept as jsonb. */
  static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

  private static final String PROVENANCE = "source_feed";
  private static final String SOURCE = "source";

  static final List<Column> ALL =
      List.of(
          text("id", p -> p.id().value()),
          text("title", p -> p.texts().title()),
          text("short_title", p -> p.texts().shortTitle()),
          text("description", p -> p.texts().description()),
          texts("highlights", p -> p.texts().highlights()),
          text("seo_title", p -> p.texts().seoTitle()),
          text("seo_description", p -> p.texts().seoDescription()),
          text("brand", p -> p.identity().brand()),
          text("gtin", p -> p.identity().gtin()),
          text("mpn", p -> p.identity().mpn()),
          text("condition", p -> p.identity().condition().name()),
          text("item_group_id", p -> p.identity().itemGroupId()),
          texts("category_path", p -> p.listing().categoryPath()),
          json("further_paths", p -> p.listing().furtherPaths()),
          text("link", p -> p.listing().link()),
          cast("launch_date", "date", p -> p.listing().launchDate().map(LocalDate::toString)),
          truth("published", p -> p.listing().published()),
          json("images", Product::images),
          json("specifications", Product::specifications),
          number("list_price_minor", p -> p.pricing().listPrice().minor()),
          number("price_minor", p -> p.pricing().price().minor()),
          text("currency", p -> p.pricing().price().currency()),
          text("tax_category", p -> p.pricing().taxCategory()),
          number("multipack", p -> p.pricing().multipack()),
          text("unit_pricing_measure", p -> p.pricing().unitPricingMeasure()),
          text("color", p -> p.traits().color()),
          text("material", p -> p.traits().material()),
          text("size", p -> p.traits().size()),
          text("energy_efficiency_class", p -> p.traits().energyEfficiencyClass()),
          text("country_of_origin", p -> p.traits().countryOfOrigin()),
          number("warranty_months", p -> p.traits().warrantyMonths()),
          truth("adult", p -> p.traits().adult()),
          number("shipping_weight_grams", p -> p.measures().shippingWeightGrams()),
          number("length_mm", p -> p.measures().lengthMm()),
          number("width_mm", p -> p.measures().widthMm()),
          number("height_mm", p -> p.measures().heightMm()),
          number("min_handling_days", p -> p.handling().min()),
          number("max_handling_days", p -> p.handling().max()),
          cast(
              "supplier_cost_minor",
              "bigint",
              p -> p.internal().supplierCost().map(cost -> Long.toString(cost.minor()))),
          cast(
              "supplier_cost_currency",
              "text",
              p -> p.internal().supplierCost().map(Money::currency)),
          texts("segment_tags", p -> p.internal().segmentTags()),
          text(PROVENANCE, p -> p.internal().sourceFeed()),
          text("supplier_id", p -> p.internal().supplierId()),
          text(SOURCE, p -> p.internal().source()),
          cast("expires_at", "timestamptz", p -> p.listing().expiresAt().map(Instant::toString)));

  private PostgresProductColumns() {}

  /**
   * One column.
   *
   * @param name in the table
   * @param type that the server casts the text to
   * @param value as text; null for SQL's NULL
   */
  record Column(String name, String type, Function<Product, @Nullable String> value) {
    /** What a product has of a row that is {@code excluded}: without a source it keeps its own. */
    private String updated() {
      return name.equals(SOURCE)
          ? "coalesce(nullif(excluded.source, ''), stored.source)"
          : "excluded." + name;
    }
  }

  /**
   * Each column written by the pattern, in which {@code %1$s} is its name, {@code %2$s} its type
   * and {@code %3$s} what becomes of it in a product that is known.
   */
  static String each(String pattern) {
    return each(ALL, pattern);
  }

  /** The same of those that say what the product is, not which feed said so. */
  static String eachContent(String pattern) {
    return each(ALL.stream().filter(column -> !column.name().equals(PROVENANCE)).toList(), pattern);
  }

  private static String each(List<Column> columns, String pattern) {
    return columns.stream()
        .map(column -> pattern.formatted(column.name(), column.type(), column.updated()))
        .collect(Collectors.joining(", "));
  }

  private static Column text(String name, Function<Product, @Nullable String> value) {
    return new Column(name, "text", value);
  }

  private static Column number(String name, Function<Product, Number> value) {
    return new Column(name, "bigint", product -> value.apply(product).toString());
  }

  private static Column truth(String name, Function<Product, Boolean> value) {
    return new Column(name, "boolean", product -> value.apply(product).toString());
  }

  private static Column texts(String name, Function<Product, List<String>> value) {
    return new Column(name, "text[]", product -> Rows.arrayLiteral(value.apply(product)));
  }

  private static Column json(String name, Function<Product, List<?>> value) {
    return new Column(name, "jsonb", product -> JSON.toJson(value.apply(product)));
  }

  private static Column cast(String name, String type, Function<Product, Optional<String>> value) {
    return new Column(name, type, product -> value.apply(product).orElse(null));
  }
}
