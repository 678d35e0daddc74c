package harbor.importer.table;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses as people write them, made what RFC 3986 takes: blanks, umlauts and other characters
 * that cannot stand in one are percent-encoded, what is encoded already stays, the scheme and the
 * host become lower case, a host with umlauts is written as in the DNS.
 */
public final class WebAddress {
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)(?<scheme>https?)://(?<host>[^/?#\\s]+)(?<rest>.*)");
  private static final String IN_ADDRESS = "-._~:/?#@!$&'()*+,;=";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private WebAddress() {}

  /** Whether a text begins as an address on the web, or as a path of the own shop, does. */
  public static boolean begins(String text) {
    return ABSOLUTE.matcher(text).matches() || isPath(text);
  }

  /**
   * Whether a piece of a list is an entry of its own, not what an address before it has behind its
   * comma, as in {@code w_800,h_800/b.jpg}.
   */
  public static boolean isEntry(String piece) {
    return piece.isBlank() || Character.isWhitespace(piece.charAt(0)) || begins(piece.strip());
  }

  /**
   * An absolute address on the web, or a path of the own shop, encoded; empty when the text is
   * neither.
   */
  public static Optional<String> encoded(String text) {
    if (isPath(text)) {
      return valid(encode(text));
    }
    Matcher parts = ABSOLUTE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    return host(parts.group("host"))
        .flatMap(
            host ->
                valid(
                    parts.group("scheme").toLowerCase(Locale.ROOT)
                        + "://"
                        + host
                        + encode(parts.group("rest"))));
  }

  /** Path and query of what {@link #encoded} gave; empty when it has neither. */
  public static String pathAndQuery(String address) {
    URI uri = URI.create(address);
    String path = uri.getRawPath().isEmpty() && uri.getRawQuery() != null ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** Two slashes would begin a host. */
  private static boolean isPath(String text) {
    return text.startsWith("/") && !text.startsWith("//");
  }

  private static Optional<String> host(String text) {
    try {
      String host = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
      return host.isEmpty() ? Optional.empty() : Optional.of(host);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> valid(String address) {
    try {
      URI uri = new URI(address);
      return uri.isAbsolute() && uri.getHost() == null ? Optional.empty() : Optional.of(address);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      if (point == '%' && isEscape(text, i)) {
        encoded.append('%');
      } else {
        append(encoded, point);
      }
      i += Character.charCount(point);
    }
    return encoded.toString();
  }

  private static void append(StringBuilder encoded, int point) {
    boolean isPlain =
        (point >= 'a' && point <= 'z')
            || (point >= 'A' && point <= 'Z')
            || (point >= '0' && point <= '9');
    if (isPlain || IN_ADDRESS.indexOf(point) >= 0) {
      encoded.appendCodePoint(point);
      return;
    }
    for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
      encoded.append('%');
      HEX.toHexDigits(encoded, b);
    }
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(at + 1))
        && HexFormat.isHexDigit(text.charAt(at + 2));
  }
}
