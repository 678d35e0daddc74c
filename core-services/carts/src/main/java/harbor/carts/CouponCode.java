package harbor.carts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A coupon code as carts keep it. Whether it is worth anything is not decided here.
 *
 * @param text 1 to 64 characters of {@code [A-Z0-9._-]}
 */
record CouponCode(String text) {
  /** The form, in words for messages. */
  static final String FORM = "1 to 64 characters of [A-Za-z0-9._-]";

  private static final Pattern TYPED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern NORMAL = Pattern.compile("[A-Z0-9._-]{1,64}");

  /** Checks the form. */
  CouponCode {
    if (!NORMAL.matcher(text).matches()) {
      throw new IllegalArgumentException("text: malformed (expected: " + FORM + ")");
    }
  }

  /** The code that somebody typed: white space around it and the case of letters do not count. */
  static Optional<CouponCode> typed(String typed) {
    String code = typed.strip();
    return TYPED.matcher(code).matches()
        ? Optional.of(new CouponCode(code.toUpperCase(Locale.ROOT)))
        : Optional.empty();
  }
}
