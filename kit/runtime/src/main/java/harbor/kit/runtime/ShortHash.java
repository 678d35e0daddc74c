package harbor.kit.runtime;

import java.util.Arrays;
import java.util.Base64;

/**
 * Stands for a text that must not be seen, as a session's id: the first 96 bits of its SHA-256, as
 * 16 characters of base64url. The same for the same text.
 */
public final class ShortHash {
  private static final int BYTES = 12;

  private ShortHash() {}

  /** The hash of a text. */
  public static String of(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(Sha256.of(text), BYTES));
  }
}
