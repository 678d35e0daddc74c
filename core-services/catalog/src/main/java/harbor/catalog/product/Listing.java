package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where and since when the shop shows it.
 *
 * @param categoryPath from the root down, 1 to 6 names of 1 to 100 characters
 * @param link path of its page in the storefront; may be empty
 * @param launchDate first day of sale, when known
 * @param published false hides it from everybody but staff
 */
public record Listing(
    List<String> categoryPath, String link, Optional<LocalDate> launchDate, boolean published) {

  /** Not {@code //host}: that would lead away from the shop. */
  private static final Pattern PATH = Pattern.compile("/([^/\\\\\\s][^\\s]*)?");

  private static final int MAX_NAMES = 6;

  /** An entry of the database's index holds six names of this length, and not more. */
  private static final int MAX_NAME = 100;

  /** Checks all. */
  public Listing {
    categoryPath = Fields.texts("category_path", categoryPath, MAX_NAMES, MAX_NAME);
    if (categoryPath.isEmpty()) {
      throw new InvalidField("category_path", "Empty (expected: 1 to 6 names).");
    }
    launchDate.ifPresent(date -> Fields.range("launch_date", date.getYear(), 1, 9_999));
    Fields.text("link", link, Product.MAX_ADDRESS);
    Fields.code("link", link, PATH, "a path that begins with one slash");
  }
}
