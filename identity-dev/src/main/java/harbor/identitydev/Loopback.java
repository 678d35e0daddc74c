package harbor.identitydev;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Which names and addresses are this machine's own. */
final class Loopback {
  private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

  private Loopback() {}

  static boolean isHost(String name) {
    return HOSTS.contains(name);
  }

  /** An HTTP address there. */
  static boolean isAddress(String address) {
    try {
      URI uri = new URI(address);
      return "http".equals(uri.getScheme()) && uri.getHost() != null && isHost(uri.getHost());
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
