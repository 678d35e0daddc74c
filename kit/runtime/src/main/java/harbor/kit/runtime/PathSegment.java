package harbor.kit.runtime;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Texts as one segment of a path, percent-encoded as RFC 3986 has it; a semicolon too, which some
 * servers take for the end.
 */
public final class PathSegment {
  private static final String PLAIN = "-._~!$&'()*+,=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private PathSegment() {}

  /** The text with everything encoded that cannot stand in a segment as it is. */
  public static String encode(String text) {
    if (Identifiers.isWellFormed(text)) {
      return text;
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) (b & 0xff))) {
        encoded.append((char) b);
      } else {
        HEX.toHexDigits(encoded.append('%'), b);
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PLAIN.indexOf(c) >= 0;
  }
}
