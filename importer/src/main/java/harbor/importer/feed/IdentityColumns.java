package harbor.importer.feed;

import harbor.importer.feed.ProductData.Condition;
import harbor.importer.feed.ProductData.Identity;
import harbor.importer.table.Cells;
import harbor.importer.table.Text;
import harbor.importer.table.WebAddress;
import harbor.kit.runtime.PathSegment;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The columns of a product row that say what the product is and where it belongs. */
final class IdentityColumns {
  private static final Pattern WIDE_GAP = Pattern.compile("\\s{3,}");
  private static final Pattern GTIN = Pattern.compile("\\d{8}|\\d{12,14}");
  private static final Pattern COUNTRY = Pattern.compile("[A-Za-z]{2}");

  private IdentityColumns() {}

  static Identity read(Cells cells, String id, String sourceFeed) {
    // The file has no list of part numbers; shops put several into the one column, a wide gap
    // between them. The first counts.
    String mpn = WIDE_GAP.split(Cells.decoded(cells.raw("mpn")).strip(), 2)[0];
    List<List<String>> paths = CategoryPaths.read(cells);
    return new Identity(
        cells.text("brand", 100),
        cells.optional("gtin", GTIN, "8, 12, 13 or 14 digits"),
        Text.shorten(Text.line(mpn), 100),
        condition(cells),
        paths.getFirst(),
        paths.subList(1, paths.size()),
        cells.optionalExternalId("item_group_id"),
        link(cells, id),
        ImageColumns.read(cells),
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
        cells.refuse("condition", "is none of the specification", "write new, refurbished or used");
        yield Condition.UNSPECIFIED;
      }
    };
  }

  /** Pages are the storefront's own: of an address its path and query count. */
  private static String link(Cells cells, String id) {
    String link = cells.text("link");
    if (!link.isEmpty()) {
      Optional<String> address = WebAddress.encoded(link);
      if (address.isEmpty()) {
        cells.remark(
            "link", "is left out: not an address", "write it like https://shop.example/p/x");
      } else {
        String path = WebAddress.pathAndQuery(address.get());
        if (path.length() > 1) {
          return path;
        }
      }
    }
    return "/p/" + PathSegment.encode(id);
  }
}
