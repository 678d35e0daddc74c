package harbor.kit.bff.wire;

/** Kinds of bytes in HTTP/1.1 (RFC 9110, section 5.6). */
final class Bytes {
  private static final boolean[] TOKEN = new boolean[128];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      TOKEN[c] = Character.isLetterOrDigit(c);
    }
    for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
      TOKEN[c] = true;
    }
  }

  private Bytes() {}

  static boolean isToken(byte b) {
    return b >= 0 && TOKEN[b];
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /** No control character; what is not ASCII is text of some coding. */
  static boolean isText(byte b) {
    return b < 0 || (b >= ' ' && b != 0x7f);
  }

  static byte lower(byte b) {
    return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
  }
}
