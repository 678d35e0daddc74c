package harbor.importer.feed;

import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.table.Cells;
import harbor.importer.table.Text;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The columns of a product row that say what the product is and where it belongs. */
final class IdentityColumns {
  private static final Pattern WIDE_GAP = Pattern.compile("\\s{3,}");
  private static final Pattern GTIN = Pattern.compile("\\d{8}|\\d{12,14}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");
  private static final Pattern ITEM_GROUP = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private IdentityColumns() {}

  static Identity read(Cells cells, String id, String sourceFeed) {
    // The file has no list of part numbers; shops put several into the one column, a wide gap
    // between them. The first counts.
    String mpn = WIDE_GAP.split(cells.raw("mpn").strip(), 2)[0];
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
    return path.isEmpty() ? List.of("Other") : cells.atMost("product_type", path, 6);
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
    return cells.atMost("additional_image_link", images, 20);
  }
}
