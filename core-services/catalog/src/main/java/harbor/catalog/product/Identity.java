package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import java.util.regex.Pattern;

/**
 * Which goods these are. Texts may be empty.
 *
 * @param brand at most 100 characters
 * @param gtin global trade item number, 8, 12, 13 or 14 digits
 * @param mpn manufacturer's part number, at most 100 characters
 * @param condition state of the goods
 * @param itemGroupId groups the variants of one product
 */
public record Identity(
    String brand, String gtin, String mpn, Condition condition, String itemGroupId) {

  private static final Pattern GTIN = Pattern.compile("[0-9]{8}|[0-9]{12,14}");

  /** Checks all. */
  public Identity {
    Fields.text("brand", brand, 100);
    Fields.code("gtin", gtin, GTIN, "8, 12, 13 or 14 digits");
    Fields.text("mpn", mpn, 100);
    Fields.text("item_group_id", itemGroupId, Product.MAX_WORDS);
  }
}
