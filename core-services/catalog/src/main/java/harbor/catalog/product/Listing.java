package harbor.catalog.product;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where and since when the shop shows it.
 *
 * @param categoryPath from the root down, 1 to 6 names of 1 to 100 characters
 * @param furtherPaths other categories in which people find it, at most 4
 * @param link path and query of its page in the storefront; may be empty
 * @param launchDate first day of sale, when known
 * @param published false hides it from everybody but staff
 * @param expiresAt from when on it is withdrawn, when that is known
 */
public record Listing(
    List<String> categoryPath,
    List<List<String>> furtherPaths,
    String link,
    Optional<LocalDate> launchDate,
    boolean published,
    Optional<Instant> expiresAt) {

  /** Not {@code //host}: that would lead away from the shop. */
  private static final Pattern PATH = Pattern.compile("/([^/\\\\\\s][^\\s]*)?");

  private static final int MAX_NAMES = 6;
  private static final int MAX_FURTHER = 4;

  /** An entry of the database's index holds six names of this length, and not more. */
  private static final int MAX_NAME = 100;

  /** Checks all. */
  public Listing {
    categoryPath = Fields.texts("category_path", categoryPath, MAX_NAMES, MAX_NAME);
    if (categoryPath.isEmpty()) {
      throw new InvalidField("category_path", "Empty (expected: 1 to 6 names).");
    }
    furtherPaths =
        Fields.list("further_category_paths", furtherPaths, MAX_FURTHER).stream()
            .map(path -> Fields.texts("further_category_paths", path, MAX_NAMES, MAX_NAME))
            .toList();
    if (furtherPaths.stream().anyMatch(List::isEmpty)) {
      throw new InvalidField("further_category_paths", "One is empty (expected: 1 to 6 names).");
    }
    // As the database keeps it.
    expiresAt = expiresAt.map(moment -> moment.truncatedTo(ChronoUnit.MICROS));
    launchDate.ifPresent(date -> Fields.range("launch_date", date.getYear(), 1, 9_999));
    Fields.text("link", link, Product.MAX_ADDRESS);
    Fields.code("link", link, PATH, "a path that begins with one slash");
  }

  /** Every category in which people find it, its place first. */
  public List<List<String>> paths() {
    return Stream.concat(Stream.of(categoryPath), furtherPaths.stream()).toList();
  }
}
