package harbor.kit.service.table;

import harbor.kit.service.call.PageToken;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place in the whole order at which a page begins: behind this row.
 *
 * @param value of the column that sorts, written in the one way; null for a row without one
 * @param key of the row
 */
record Place(@Nullable String value, String key) {
  private static final Pattern FORM = Pattern.compile("(?:(\\d{1,9}):)?(.*)", Pattern.DOTALL);

  /** Says it in one text. */
  String text() {
    return value == null ? ":" + key : value.length() + ":" + value + key;
  }

  /** Reads what {@link #text} wrote; whoever made it up is refused like any other such token. */
  static Place parse(Column sort, Column key, String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw PageToken.invalid();
    }
    try {
      if (form.group(1) == null) {
        if (!sort.isNullable() || !text.startsWith(":")) {
          throw PageToken.invalid();
        }
        return new Place(null, key.kind().canonical(text.substring(1)));
      }
      int length = Integer.parseInt(form.group(1));
      String rest = form.group(2);
      if (length > rest.length()) {
        throw PageToken.invalid();
      }
      return new Place(
          sort.kind().canonical(rest.substring(0, length)),
          key.kind().canonical(rest.substring(length)));
    } catch (IllegalArgumentException _) {
      throw PageToken.invalid();
    }
  }
}
