package harbor.importer.feed;

import harbor.importer.feed.ProductData.Attributes;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.feed.ProductData.Texts;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Product rows by the Google Merchant Center product data specification
 * (https://support.google.com/merchants/answer/7052112).
 *
 * <p>What identifies a product or its terms ({@code id}, {@code title}, {@code price}, {@code
 * sale_price}, {@code availability}) must be right, else the row is refused. Anything else that
 * cannot be used is left out with a remark: a mistyped size must not keep a product from being
 * sold.
 */
public final class ProductFeed {
  /** Columns that change the meaning of one that is used, and what leaving them out means. */
  static final Map<String, String> UNUSED =
      Map.of(
          "unit_pricing_base_measure",
          "the price of a unit is for unit_pricing_measure as it stands",
          "is_bundle",
          "a bundle is shown as one product",
          "min_order",
          "customers may order less",
          "min_order_quantity",
          "customers may order less",
          "installment",
          "customers pay the price at once",
          "subscription_cost",
          "customers pay the price alone, without a contract",
          "loyalty_program",
          "members pay the price of everybody",
          "excluded_destination",
          "the product is for sale all the same",
          "shopping_ads_excluded_country",
          "the product is for sale there all the same",
          "pause",
          "the product is for sale all the same");

  private static final Set<String> COLUMNS =
      Stream.concat(
              UNUSED.keySet().stream(),
              Pattern.compile("\\s+")
                  .splitAsStream(
                      """
                      id title short_title description product_highlight seo_title seo_description brand
                      gtin mpn condition product_type google_product_category item_group_id link
                      image_link additional_image_link country_of_origin price sale_price
                      sale_price_effective_date currency
                      cost_of_goods_sold availability availability_date expiration_date quantity min_handling_time max_handling_time
                      warranty_months tax_category launch_date adult multipack unit_pricing_measure
                      custom_label_0 custom_label_1 custom_label_2 custom_label_3 custom_label_4 color
                      material size shipping_weight product_length product_width product_height
                      energy_efficiency_class product_detail\
                      """))
          .collect(Collectors.toUnmodifiableSet());

  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(List.of("id", "title", "price"), COLUMNS, ProductFeed::notices);

  private static final Pattern ENERGY = Pattern.compile("A\\+{0,3}|[B-G]");

  private final String sourceFeed;

  private final FeedOptions options;

  private ProductFeed(String sourceFeed, FeedOptions options) {
    this.sourceFeed = sourceFeed;
    this.options = options;
  }

  /** Opens the file and reads its header; {@code say} hears what is worth knowing about it. */
  public static TableReader<ProductData> open(
      FeedFile file, FeedOptions options, Consumer<String> say) throws IOException {
    return new TableReader<>(file, LAYOUT, say, new ProductFeed(file.name(), options)::row);
  }

  private static List<String> notices(Set<String> columns) {
    List<String> notices = new ArrayList<>();
    if (!columns.contains("availability")) {
      notices.add("has no column availability: every product counts as in stock");
    }
    if (!columns.contains("product_type")) {
      notices.add(
          "has no column product_type: products without google_product_category go to the category"
              + " Other");
    }
    UNUSED.keySet().stream()
        .filter(columns::contains)
        .sorted()
        .map(column -> "column %s is not used: %s".formatted(column, UNUSED.get(column)))
        .forEach(notices::add);
    return notices;
  }

  private TableRow<ProductData> row(Cells cells) {
    String id = cells.externalId("id");
    Texts texts = texts(cells);
    Identity identity = IdentityColumns.read(cells, id, sourceFeed);
    OfferColumns offer = new OfferColumns(cells, options.currency());
    Attributes attributes = attributes(cells);
    return cells.row(() -> new ProductData(id, texts, identity, offer.offer(), attributes));
  }

  private static Texts texts(Cells cells) {
    String title = cells.required("title", 200);
    String shortTitle = cells.plain("short_title", 40);
    return new Texts(
        title,
        shortTitle.isEmpty() ? Text.shorten(title, 40) : shortTitle,
        cells.paragraphs("description", 10_000),
        cells.atMost("product_highlight", cells.list("product_highlight"), 10).stream()
            .map(highlight -> Text.shorten(highlight, 150))
            .toList(),
        cells.plain("seo_title", 70),
        cells.plain("seo_description", 320));
  }

  private static Attributes attributes(Cells cells) {
    return new Attributes(
        cells.text("color", 200),
        cells.text("material", 200),
        cells.text("size", 200),
        cells.measure("shipping_weight", Measures::grams, "1.2 kg"),
        cells.measure("product_length", Measures::millimetres, "32 cm"),
        cells.measure("product_width", Measures::millimetres, "32 cm"),
        cells.measure("product_height", Measures::millimetres, "32 cm"),
        cells.optional("energy_efficiency_class", ENERGY, "a class from A+++ to G"),
        cells.atMost("product_detail", details(cells), 100));
  }

  private static List<Detail> details(Cells cells) {
    return cells.values("product_detail").stream()
        .map(Cells::decoded)
        .flatMap(value -> Detail.parse(value).stream())
        .toList();
  }
}
