package harbor.kit.bff.overload;

import com.linecorp.armeria.common.util.InetAddressPredicates;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a BFF takes on at most.
 *
 * @param queue how long work may stand in an event loop's queue before requests are shed; zero
 *     switches shedding off
 * @param inFlight requests under way on one event loop at most
 * @param connections open connections at most
 * @param slowClient the time that a client has to send a request, and to take an answer
 * @param trustedProxies networks (CIDR) whose {@code X-Forwarded-For} says who the client is
 */
public record OverloadSettings(
    Duration queue,
    int inFlight,
    int connections,
    Duration slowClient,
    List<String> trustedProxies) {
  private static final String TRUSTED = "HARBOR_BFF_TRUSTED_PROXIES";

  /** What holds when nothing is set. */
  public static final OverloadSettings DEFAULTS =
      new OverloadSettings(Duration.ofMillis(10), 2_048, 10_000, Duration.ofSeconds(10), List.of());

  /** Copies the list. */
  public OverloadSettings {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /** Reads {@code HARBOR_BFF_...}. */
  public static OverloadSettings from(Environment environment) {
    return new OverloadSettings(
        environment.millis(
            "HARBOR_BFF_QUEUE_MS",
            DEFAULTS.queue,
            Duration.ZERO,
            Duration.ofSeconds(10),
            "Milliseconds that work may stand in an event loop's queue before a BFF turns requests"
                + " away, the least important first; 0 means never."),
        environment.integer(
            "HARBOR_BFF_MAX_IN_FLIGHT",
            DEFAULTS.inFlight,
            1,
            1_000_000,
            "Requests under way on one event loop of a BFF at most."),
        environment.integer(
            "HARBOR_BFF_MAX_CONNECTIONS",
            DEFAULTS.connections,
            1,
            1_000_000,
            "Open connections of one BFF at most; further ones are closed at once."),
        environment.millis(
            "HARBOR_BFF_SLOW_CLIENT_MS",
            DEFAULTS.slowClient,
            Duration.ofMillis(100),
            Duration.ofMinutes(5),
            "Milliseconds that a client has to send a request, and to take an answer."),
        networks(
            environment.text(
                TRUSTED,
                "",
                "Networks, like 10.0.0.0/8, with commas between, whose X-Forwarded-For says who"
                    + " the client is.")));
  }

  /** Whether an address is that of a proxy that is believed. */
  public Predicate<InetAddress> trusted() {
    return trustedProxies.stream()
        .map(InetAddressPredicates::ofCidr)
        .reduce(_ -> false, Predicate::or);
  }

  private static List<String> networks(String text) {
    List<String> networks =
        Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
    for (String network : networks) {
      try {
        InetAddressPredicates.ofCidr(network);
      } catch (IllegalArgumentException _) {
        throw new InvalidSetting(TRUSTED, network, "networks like 10.0.0.0/8");
      }
    }
    return networks;
  }
}
