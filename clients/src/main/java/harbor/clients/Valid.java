package harbor.clients;

import com.google.protobuf.ProtocolMessageEnum;
import harbor.kit.client.InvalidAnswer;
import harbor.type.v1.Money;
import java.util.Collection;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Refuses answers that cannot be, so that whoever asked gets none instead of nonsense on a page.
 * Each throws an {@link InvalidAnswer} that names the field. Checked is what would hurt a client,
 * no more.
 */
final class Valid {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  private Valid() {}

  /** A text that must be there. */
  static void required(String field, String text) {
    if (text.isEmpty()) {
      throw InvalidAnswer.of(field, "empty", "some text");
    }
  }

  /** A message that must be there. */
  static void present(String field, boolean isPresent) {
    if (!isPresent) {
      throw InvalidAnswer.of(field, "absent", "one");
    }
  }

  /** The value that alone may be shown. */
  static void same(String field, Object value, Object expected) {
    if (!value.equals(expected)) {
      throw InvalidAnswer.of(field, value, expected.toString());
    }
  }

  /** The id that was asked for. */
  static void id(String field, String id, String asked) {
    if (!id.equals(asked)) {
      throw InvalidAnswer.of(field, id, "the one that was asked for");
    }
  }

  /** Ids that were asked for, each at most once. */
  static <E> void ids(
      String field, List<E> found, Function<E, String> id, Collection<String> asked) {
    Set<String> open = new HashSet<>(asked);
    for (E each : found) {
      if (!open.remove(id.apply(each))) {
        throw InvalidAnswer.of(field, id.apply(each), "one that was asked for, once");
      }
    }
  }

  /** A whole number within bounds, both included. */
  static void range(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw InvalidAnswer.of(field, value, min + " to " + max);
    }
  }

  /** A number of things, which screens show as an int. */
  static void count(String field, long count) {
    range(field, count, 0, Integer.MAX_VALUE);
  }

  /** A list no longer than was asked for; where 0 was, than the contract says. */
  static void page(String field, List<?> list, int asked, int otherwise) {
    range(field + ".size", list.size(), 0, asked == 0 ? otherwise : asked);
  }

  /** A price that can be shown: 1 minor unit at least, in a currency that there is. */
  static void price(String field, Money money) {
    money(field, money, 1);
  }

  /** An amount that can be shown, which may be nothing, in a currency that there is. */
  static void amount(String field, Money money) {
    money(field, money, 0);
  }

  private static void money(String field, Money money, int min) {
    range(field + ".minor", money.getMinor(), min, Integer.MAX_VALUE);
    currency(field + ".currency", money.getCurrency());
  }

  /** A currency that there is. */
  static void currency(String field, String code) {
    try {
      var _ = Currency.getInstance(code);
    } catch (IllegalArgumentException _) {
      throw InvalidAnswer.of(field, code, "an ISO 4217 code");
    }
  }

  /** A value of an enum that is known and says something. */
  static void known(String field, ProtocolMessageEnum value) {
    // The number of a value that is not known cannot be asked for.
    if (value.toString().equals("UNRECOGNIZED") || value.getNumber() == 0) {
      throw InvalidAnswer.of(field, value, "a known value");
    }
  }

  /**
   * Where a page may lead, or a picture be: a path, or an http(s) address; empty for nowhere. Not
   * {@code //host}, and neither {@code javascript:} nor what browsers take for either: they drop
   * control characters and leading blanks, and read a backslash as a slash.
   */
  static void link(String field, String link) {
    if (!isLink(link)) {
      throw InvalidAnswer.of(field, link, "a path, or an http(s) address");
    }
  }

  private static boolean isLink(String link) {
    if (link.startsWith(" ") || (isSlash(link, 0) && isSlash(link, 1))) {
      return false;
    }
    boolean isPath = false;
    for (int i = 0; i < link.length(); i++) {
      char each = link.charAt(i);
      if (each == ':' && !isPath) {
        if (!link.regionMatches(true, 0, HTTP, 0, HTTP.length())
            && !link.regionMatches(true, 0, HTTPS, 0, HTTPS.length())) {
          return false;
        }
        isPath = true;
      }
      isPath |= each == '/' || each == '\\' || each == '?' || each == '#';
      if (Character.isISOControl(each)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSlash(String link, int at) {
    return link.length() > at && (link.charAt(at) == '/' || link.charAt(at) == '\\');
  }
}
