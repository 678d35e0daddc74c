package harbor.importer.feed;

import harbor.importer.feed.ProductData.Attributes;
import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.feed.ProductData.Texts;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.Text;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Product rows by the Google Merchant Center product data specification
 * (https://support.google.com/merchants/answer/7052112), tab separated.
 *
 * <p>What identifies a product or its terms ({@code id}, {@code title}, {@code price}, {@code
 * sale_price}, {@code availability}) must be right, else the row is refused. Anything else that
 * cannot be used is left out with a remark: a mistyped size must not keep a product from being
 * sold.
 */
public final class ProductFeed {
  private static final Set<String> COLUMNS =
      Set.of(
          "id",
          "title",
          "short_title",
          "description",
          "product_highlight",
          "seo_title",
          "seo_description",
          "brand",
          "gtin",
          "mpn",
          "condition",
          "product_type",
          "google_product_category",
          "item_group_id",
          "link",
          "image_link",
          "additional_image_link",
          "country_of_origin",
          "price",
          "sale_price",
          "cost_of_goods_sold",
          "availability",
          "quantity",
          "min_handling_time",
          "max_handling_time",
          "warranty_months",
          "tax_category",
          "launch_date",
          "adult",
          "multipack",
          "unit_pricing_measure",
          "custom_label_0",
          "custom_label_1",
          "custom_label_2",
          "custom_label_3",
          "custom_label_4",
          "color",
          "material",
          "size",
          "shipping_weight",
          "product_length",
          "product_width",
          "product_height",
          "energy_efficiency_class",
          "product_detail");

  static final TableReader.Layout LAYOUT =
      new TableReader.Layout(TableReader.Format.TSV, List.of("id", "title", "price"), COLUMNS);

  private static final Pattern SEVERAL = Pattern.compile("\\s{3,}");
  private static final Pattern GTIN = Pattern.compile("\\d{8}|\\d{12,14}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
  private static final Pattern ENERGY = Pattern.compile("A\\+{0,3}|[B-G]");
  private static final Pattern ITEM_GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String sourceFeed;

  private ProductFeed(String sourceFeed) {
    this.sourceFeed = sourceFeed;
  }

  public static TableReader<ProductData> open(FeedFile file, Consumer<String> say)
      throws IOException {
    TableReader<ProductData> feed =
        new TableReader<>(file, LAYOUT, say, new ProductFeed(file.name())::row);
    if (feed.has("id") && !feed.has("availability")) {
      say.accept("has no column availability: every product counts as in stock");
    }
    if (feed.has("id") && !feed.has("product_type")) {
      say.accept(
          "has no column product_type: products without google_product_category go to the category"
              + " Other");
    }
    return feed;
  }

  private TableRow<ProductData> row(Cells cells) {
    String id = cells.id("id");
    Texts texts = texts(cells);
    Identity identity = identity(cells, id);
    OfferColumns offer = new OfferColumns(cells);
    Attributes attributes = attributes(cells);
    return cells.row(() -> new ProductData(id, texts, identity, offer.offer(), attributes));
  }

  private static Texts texts(Cells cells) {
    String title = cells.required("title", 200);
    String shortTitle = cells.text("short_title", 40);
    return new Texts(
        title,
        shortTitle.isEmpty() ? Text.shorten(title, 40) : shortTitle,
        cells.paragraphs("description", 10_000),
        atMost(cells, "product_highlight", 10, Escapes.list(cells.raw("product_highlight")))
            .stream()
            .map(highlight -> Text.shorten(highlight, 150))
            .toList(),
        cells.text("seo_title", 70),
        cells.text("seo_description", 320));
  }

  private Identity identity(Cells cells, String id) {
    // The file has no list of part numbers; shops put several into the one column, a wide gap
    // between them. The first counts.
    String mpn = SEVERAL.split(cells.raw("mpn").strip(), 2)[0];
    return new Identity(
        cells.text("brand", 100),
        cells.optional("gtin", GTIN, "8, 12, 13 or 14 digits"),
        Text.shorten(Text.line(mpn), 100),
        condition(cells),
        categoryPath(cells),
        cells.optional(
            "item_group_id", ITEM_GROUP, "an id of 1 to 64 letters, digits, '.', '-' or '_'"),
        link(cells, id),
        images(cells),
        cells
            .optional("country_of_origin", COUNTRY, "a code of two letters")
            .toUpperCase(Locale.ROOT),
        sourceFeed);
  }

  private static Condition condition(Cells cells) {
    String value = cells.text("condition").toLowerCase(Locale.ROOT);
    return switch (value) {
      case "" -> Condition.UNSPECIFIED;
      case "new" -> Condition.NEW;
      case "refurbished" -> Condition.REFURBISHED;
      case "used" -> Condition.USED;
      default -> {
        cells.refuse("condition", Cells.quoted(value) + " is none of new, refurbished, used");
        yield Condition.UNSPECIFIED;
      }
    };
  }

  private static List<String> categoryPath(Cells cells) {
    List<String> path = Text.path(cells.raw("product_type"));
    if (path.isEmpty()) {
      path = Text.path(cells.raw("google_product_category"));
    }
    return path.isEmpty() ? List.of("Other") : atMost(cells, "product_type", 6, path);
  }

  /** Pages are the storefront's own: of an absolute address only the path is kept. */
  private static String link(Cells cells, String id) {
    String link = cells.text("link");
    if (link.startsWith("/")) {
      return link;
    }
    if (!link.isEmpty()) {
      try {
        String path = URI.create(link).getRawPath();
        if (path != null && path.length() > 1) {
          return path.startsWith("/") ? path : "/" + path;
        }
      } catch (IllegalArgumentException e) {
        cells.remark("link", Cells.quoted(link) + " left out: not an address");
      }
    }
    return "/p/" + id;
  }

  private static List<String> images(Cells cells) {
    List<String> images = new ArrayList<>();
    String main = cells.text("image_link");
    if (!main.isEmpty()) {
      images.add(main);
    }
    images.addAll(Escapes.list(cells.raw("additional_image_link")));
    return atMost(cells, "additional_image_link", 20, images);
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
        atMost(cells, "product_detail", 100, Detail.parse(cells.raw("product_detail"))));
  }

  private static <T> List<T> atMost(Cells cells, String column, int max, List<T> list) {
    if (list.size() <= max) {
      return list;
    }
    cells.remark(column, "has %d entries, the first %d are kept".formatted(list.size(), max));
    return list.subList(0, max);
  }
}
