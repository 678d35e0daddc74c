package harbor.catalog.search;

import harbor.kit.runtime.Identifiers;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a product in an order, ties included, and how the words of its question were read:
 * the next page reads them in the same way, whatever words have come since.
 *
 * @param first what the order sorts by, so that less comes first
 * @param second what it then sorts by
 * @param id of the product, which decides at last
 * @param reading of the words
 */
public record Cursor(long first, long second, String id, String reading) {
  private static final Pattern FORM = Pattern.compile("(-?\\d{1,18}) (-?\\d{1,18}) (.+) (\\w*)");

  /** As a text. */
  public String key() {
    return "%d %d %s %s".formatted(first, second, id, reading);
  }

  /** The cursor of a text; empty when it is none. */
  public static Optional<Cursor> of(String key) {
    Matcher matcher = FORM.matcher(key);
    if (!matcher.matches() || !Identifiers.isExternal(matcher.group(3))) {
      return Optional.empty();
    }
    return Optional.of(
        new Cursor(
            Long.parseLong(matcher.group(1)),
            Long.parseLong(matcher.group(2)),
            matcher.group(3),
            matcher.group(4)));
  }
}
