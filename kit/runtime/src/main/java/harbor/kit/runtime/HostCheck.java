package harbor.kit.runtime;

import com.sun.net.httpserver.HttpExchange;
import harbor.kit.runtime.ManagementServer.Response;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses requests that call the management port by a name that nobody gave it.
 *
 * <p>A page of a stranger's site can have its own name point at this machine (DNS rebinding) and
 * then read what stands here as its own. It cannot be called {@code localhost}, nor by an IP
 * address, which is how Prometheus and Kubernetes ask.
 *
 * @param names in lower case, besides these
 */
record HostCheck(Set<String> names) {
  private static final Pattern HOST =
      Pattern.compile("(?<name>[a-z0-9._-]+|\\[[0-9a-f:.]+])(:\\d{1,5})?");

  private static final Pattern LOCAL =
      Pattern.compile("([a-z0-9_-]+\\.)*localhost|\\d{1,3}(\\.\\d{1,3}){3}|\\[.*]");

  HostCheck {
    names = Set.copyOf(names);
  }

  /** What whoever sent it is told; absent when it may be answered. */
  Optional<Response> refusal(HttpExchange exchange) {
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.isEmpty() && exchange.getProtocol().equals("HTTP/1.0")) {
      return Optional.empty(); // no browser speaks it, some probes do
    }
    if (hosts.size() != 1) {
      return Optional.of(Response.text(400, "One Host, not %d\n".formatted(hosts.size())));
    }
    return isOurs(hosts.getFirst())
        ? Optional.empty()
        : Optional.of(
            Response.text(
                421,
                "Nobody gave this port that name: ask for localhost or an IP address, or put the"
                    + " name into HARBOR_MANAGEMENT_HOSTS\n"));
  }

  private boolean isOurs(String host) {
    Matcher read = HOST.matcher(host.toLowerCase(Locale.ROOT));
    if (!read.matches()) {
      return false;
    }
    String name = read.group("name");
    return LOCAL.matcher(name).matches() || names.contains(name);
  }
}
