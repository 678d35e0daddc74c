package harbor.kit.bff.wire;

import java.util.Set;

/**
 * The head of an HTTP/1.1 request, request line and header fields, read as strictly as RFC 9112
 * allows: what two readers could understand in two ways is {@link Malformed}.
 *
 * <p>Only what decides where a request ends, which host it is for, and which fields belong to the
 * connection is looked at; everything else is for the HTTP codec behind it.
 */
final class RequestHead {
  /** A length of more digits does not fit into a long. */
  private static final int MAX_LENGTH_DIGITS = 18;

  /** Fields that a connection cannot have for itself: a proxy that removed them would be misled. */
  private static final Set<String> END_TO_END =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "content-type",
          "authorization",
          "cookie",
          "x-forwarded-for",
          "forwarded");

  private final byte[] bytes;
  private final boolean isHttp10;
  private int at;
  private int hosts;
  private long length = -1;
  private boolean isChunked;

  /**
   * How the body that follows ends.
   *
   * @param isChunked by its last chunk
   * @param length after so many bytes; 0 when there is no body
   */
  record Framing(boolean isChunked, long length) {}

  private RequestHead(byte[] bytes) throws Malformed {
    this.bytes = bytes;
    isHttp10 = requestLine();
  }

  /**
   * Reads a head.
   *
   * @param bytes all of it, the empty line at its end included
   */
  static Framing read(byte[] bytes) throws Malformed {
    RequestHead head = new RequestHead(bytes);
    head.fields();
    return head.framing();
  }

  /** Checks fields after a body, the empty line at their end included: none may frame anything. */
  static void trailers(byte[] bytes) throws Malformed {
    int at = 0;
    while (bytes[at] != '\r') {
      int colon = name(bytes, at);
      if (is(bytes, at, colon, "content-length")
          || is(bytes, at, colon, "transfer-encoding")
          || is(bytes, at, colon, "host")) {
        throw new Malformed("a trailer that frames");
      }
      at = endOfValue(bytes, colon + 1) + 2;
    }
    emptyLine(bytes, at);
  }

  /** Whether it is HTTP/1.0. */
  private boolean requestLine() throws Malformed {
    while (Bytes.isToken(bytes[at])) {
      at++;
    }
    if (at == 0 || bytes[at] != ' ') {
      throw new Malformed("request line: method");
    }
    int target = ++at;
    while (Bytes.isText(bytes[at]) && bytes[at] != ' ') {
      at++;
    }
    if (at == target || bytes[at] != ' ') {
      throw new Malformed("request line: target");
    }
    boolean is10 = is(bytes, at + 1, at + 9, "http/1.0");
    if (bytes[at + 1] != 'H' || (!is10 && !is(bytes, at + 1, at + 9, "http/1.1"))) {
      throw new Malformed("request line: version");
    }
    at += 9;
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw new Malformed("request line: end");
    }
    at += 2;
    return is10;
  }

  private void fields() throws Malformed {
    while (bytes[at] != '\r') {
      int colon = name(bytes, at);
      int end = endOfValue(bytes, colon + 1);
      field(at, colon, end);
      at = end + 2;
    }
    emptyLine(bytes, at);
  }

  private static void emptyLine(byte[] bytes, int at) throws Malformed {
    if (at != bytes.length - 2 || bytes[at + 1] != '\n') {
      throw new Malformed("a line that does not end with CR LF");
    }
  }

  /** Where the name that begins there ends: at the colon. */
  private static int name(byte[] bytes, int from) throws Malformed {
    int at = from;
    while (Bytes.isToken(bytes[at])) {
      at++;
    }
    if (at == from || bytes[at] != ':') {
      throw new Malformed("field name");
    }
    return at;
  }

  /** Where the value that begins there ends: at CR LF. */
  private static int endOfValue(byte[] bytes, int from) throws Malformed {
    int at = from;
    while (Bytes.isText(bytes[at]) || bytes[at] == '\t') {
      at++;
    }
    if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
      throw new Malformed("control character in a field");
    }
    return at;
  }

  private void field(int from, int colon, int end) throws Malformed {
    switch (colon - from) {
      case 2 -> {
        if (is(bytes, from, colon, "te")) {
          words(colon + 1, end);
        }
      }
      case 4 -> {
        if (is(bytes, from, colon, "host")) {
          host(colon + 1, end);
        }
      }
      case 7 -> {
        if (is(bytes, from, colon, "upgrade")) {
          words(colon + 1, end);
        }
      }
      case 10 -> {
        if (is(bytes, from, colon, "connection")) {
          connection(words(colon + 1, end));
        }
      }
      case 14 -> {
        if (is(bytes, from, colon, "content-length")) {
          length(colon + 1, end);
        }
      }
      case 17 -> {
        if (is(bytes, from, colon, "transfer-encoding")) {
          coding(words(colon + 1, end));
        }
      }
      default -> {}
    }
  }

  private void host(int from, int end) throws Malformed {
    if (++hosts > 1) {
      throw new Malformed("two hosts");
    }
    if (!HostField.isValid(bytes, skipBlanks(from, end), trim(from, end))) {
      throw new Malformed("host");
    }
  }

  private void length(int from, int end) throws Malformed {
    int first = skipBlanks(from, end);
    int last = trim(from, end);
    if (length >= 0 || first >= last || last - first > MAX_LENGTH_DIGITS) {
      throw new Malformed("content length");
    }
    length = 0;
    for (int i = first; i < last; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        throw new Malformed("content length");
      }
      length = length * 10 + (bytes[i] - '0');
    }
  }

  private void coding(String value) throws Malformed {
    if (isChunked || isHttp10 || !value.equals("chunked")) {
      throw new Malformed("transfer encoding");
    }
    isChunked = true;
  }

  private static void connection(String options) throws Malformed {
    for (String option : options.split(",", -1)) {
      String name = option.strip();
      if (END_TO_END.contains(name)) {
        throw new Malformed("connection option " + name);
      }
      for (int i = 0; i < name.length(); i++) {
        if (!Bytes.isToken((byte) name.charAt(i))) {
          throw new Malformed("connection option");
        }
      }
    }
  }

  private Framing framing() throws Malformed {
    if (hosts == 0 && !isHttp10) {
      throw new Malformed("no host");
    }
    if (isChunked && length >= 0) {
      throw new Malformed("content length and transfer encoding");
    }
    return new Framing(isChunked, Math.max(length, 0));
  }

  /** A list of tokens with parameters, in lower case: nothing quoted. */
  private String words(int from, int end) throws Malformed {
    int first = skipBlanks(from, end);
    int last = trim(from, end);
    StringBuilder words = new StringBuilder(Math.max(last - first, 0));
    for (int i = first; i < last; i++) {
      byte b = bytes[i];
      if (!Bytes.isToken(b) && " \t,;=/".indexOf(b) < 0) {
        throw new Malformed("a quoted or strange word");
      }
      words.append((char) Bytes.lower(b));
    }
    return words.toString();
  }

  private int skipBlanks(int from, int end) {
    int at = from;
    while (at < end && Bytes.isBlank(bytes[at])) {
      at++;
    }
    return at;
  }

  private int trim(int from, int end) {
    int at = end;
    while (at > from && Bytes.isBlank(bytes[at - 1])) {
      at--;
    }
    return at;
  }

  private static boolean is(byte[] bytes, int from, int end, String lower) {
    if (end - from != lower.length() || end > bytes.length) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (Bytes.lower(bytes[i]) != lower.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }
}
