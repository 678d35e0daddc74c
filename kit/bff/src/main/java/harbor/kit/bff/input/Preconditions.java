package harbor.kit.bff.input;

import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers of a write say about what it may do. */
public final class Preconditions {
  /**
   * A version in quotes: weak where a proxy made it so, with the suffix that some put there, like
   * {@code -gzip} (Apache httpd) or {@code --gzip} (Jetty).
   */
  private static final Pattern VERSION =
      Pattern.compile("\\s*(?:W/)?\"(\\d{1,18})(?:(?:--?|;)[A-Za-z]+)?\"\\s*");

  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private Preconditions() {}

  /**
   * The version of {@code If-Match} (RFC 9110, section 13.1.1): what the body of the resource says
   * in {@code version}, never an {@code ETag}.
   *
   * @param ifMatch all lines of the header; null when there is none
   * @throws BadRequest without one (RFC 6585: 428), and for anything but one version
   */
  public static long version(@Nullable String ifMatch) {
    if (ifMatch == null) {
      throw new BadRequest(
          EdgeEvent.PRECONDITION_REQUIRED, "If-Match", "the version that you have, like \"3\"");
    }
    Matcher matcher = VERSION.matcher(ifMatch);
    if (!matcher.matches()) {
      throw new BadRequest("If-Match", "the version that you have, like \"3\"");
    }
    return Long.parseLong(matcher.group(1));
  }

  /**
   * The key of {@code Idempotency-Key}; empty when there is none.
   *
   * @param key all lines of the header; null when there is none
   * @param isRequired whether there must be one
   */
  public static String key(@Nullable String key, boolean isRequired) {
    if (key == null && !isRequired) {
      return "";
    }
    if (key == null || !KEY.matcher(key).matches()) {
      throw new BadRequest("Idempotency-Key", "1 to 255 visible ASCII characters");
    }
    return key;
  }
}
