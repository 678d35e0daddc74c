package harbor.kit.bff.wire;

/** The value of {@code Host}: a name or an address, and perhaps a port. */
final class HostField {
  private static final int MAX_PORT_DIGITS = 5;

  private HostField() {}

  /** Whether these bytes are one: never empty, no list, no user, no path. */
  static boolean isValid(byte[] bytes, int from, int end) {
    int at = from;
    if (at < end && bytes[at] == '[') {
      at++;
      while (at < end && (Character.digit(bytes[at], 16) >= 0 || isOf(bytes[at], ":."))) {
        at++;
      }
      if (at == from + 1 || at == end || bytes[at] != ']') {
        return false;
      }
      at++;
    } else {
      while (at < end && (isWordByte(bytes[at]) || isOf(bytes[at], ".-_~"))) {
        at++;
      }
    }
    return at > from && (at == end || isPort(bytes, at, end));
  }

  private static boolean isPort(byte[] bytes, int colon, int end) {
    if (bytes[colon] != ':' || end - colon - 1 > MAX_PORT_DIGITS) {
      return false;
    }
    for (int i = colon + 1; i < end; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWordByte(byte b) {
    return b >= 0 && Character.isLetterOrDigit(b);
  }

  private static boolean isOf(byte b, String set) {
    return set.indexOf(b) >= 0;
  }
}
