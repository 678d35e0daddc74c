package harbor.kit.bff.downstream;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a core service is.
 *
 * @param service its name, for instance {@code catalog}
 * @param target a gRPC target: {@code host:port}, or a name with a scheme such as {@code
 *     dns:///catalog.shop.svc:9101}, whose addresses are all used
 */
public record DownstreamSettings(String service, String target) {
  private static final Pattern TARGET =
      Pattern.compile("([a-z][a-z0-9+.-]*:///?)?[A-Za-z0-9.\\-\\[\\]:]+:\\d{1,5}");

  /** Reads {@code HARBOR_<SERVICE>_TARGET}. */
  public static DownstreamSettings from(Environment environment, String service, int defaultPort) {
    String name = "HARBOR_" + service.toUpperCase(Locale.ROOT) + "_TARGET";
    String target =
        environment.text(
            name, "127.0.0.1:" + defaultPort, "Where the BFFs find " + service + ", host:port.");
    if (!TARGET.matcher(target).matches()) {
      throw new InvalidSetting(name, target, "host:port or dns:///host:port");
    }
    return new DownstreamSettings(service, target);
  }
}
