package harbor.importer.feed;

import harbor.importer.feed.ProductData.Availability;
import harbor.importer.table.Cells;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The column availability: the words of the Merchant specification and of schema.org's
 * ItemAvailability, with or without its address, however parted.
 */
final class AvailabilityText {
  private static final Pattern SCHEMA_ORG =
      Pattern.compile("^https?://(www\\.)?schema\\.org/", Pattern.CASE_INSENSITIVE);
  private static final Pattern PARTING = Pattern.compile("[\\s_-]+");

  private AvailabilityText() {}

  /** What is in stock where nothing is said; refused when nobody knows the word. */
  static Availability read(Cells cells) {
    String value = SCHEMA_ORG.matcher(cells.text("availability")).replaceFirst("");
    String word = PARTING.matcher(value).replaceAll("").toLowerCase(Locale.ROOT);
    return switch (word) {
      case "", "instock", "available", "availablefororder", "limitedavailability", "onlineonly" ->
          Availability.IN_STOCK;
      case "outofstock", "soldout", "reserved" -> Availability.OUT_OF_STOCK;
      case "preorder", "presale" -> Availability.PREORDER;
      case "backorder", "madetoorder" -> Availability.BACKORDER;
      case "discontinued" -> Availability.DISCONTINUED;
      default -> {
        cells.refuse(
            "availability",
            "is none of the words of the specification",
            "write in_stock, out_of_stock, preorder, backorder or discontinued");
        yield Availability.OUT_OF_STOCK;
      }
    };
  }
}
