package harbor.orders.mail;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mail server that takes messages.
 *
 * @param protocol {@code smtps}: TLS from the first byte; {@code smtp}: STARTTLS (RFC 3207), which
 *     is insisted on but for a server on this machine
 * @param user absent: it takes messages of anybody
 */
public record SmtpServer(
    String protocol, String host, int port, @Nullable String user, @Nullable String password) {
  /** What an address looks like. */
  public static final String FORM = "smtp://host:port or smtps://host:port";

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

  /**
   * At an address.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static SmtpServer at(String address, @Nullable String user, @Nullable String password) {
    try {
      URI uri = new URI(address);
      String protocol = uri.getScheme();
      boolean isKnown = "smtp".equals(protocol) || "smtps".equals(protocol);
      if (!isKnown || uri.getHost() == null || uri.getUserInfo() != null) {
        throw new IllegalArgumentException(FORM);
      }
      int usual = protocol.equals("smtps") ? SUBMISSIONS : SUBMISSION;
      return new SmtpServer(
          protocol, uri.getHost(), uri.getPort() < 0 ? usual : uri.getPort(), user, password);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM, e);
    }
  }

  boolean needsStartTls() {
    return protocol.equals("smtp") && !LOCAL.contains(host);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return protocol + "://" + host + ":" + port;
  }
}
