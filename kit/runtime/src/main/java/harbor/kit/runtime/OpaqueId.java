package harbor.kit.runtime;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/** Ids that tell nothing and that nobody guesses: 128 random bits as 22 URL-safe characters. */
public final class OpaqueId {
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private OpaqueId() {}

  /** An id that nobody had before. */
  public static String random() {
    return random(BYTES);
  }

  /** One of so many random bytes, in the same characters. */
  public static String random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whether a text may be such an id; what may not be is not looked up. */
  public static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }
}
