package harbor.kit.bff.downstream;

import harbor.kit.bff.resilience.Layer;
import harbor.kit.client.TransportSecurity;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a core service is.
 *
 * @param service its name, for instance {@code catalog}
 * @param target a gRPC target: {@code host:port}, or a name with a scheme such as {@code
 *     dns:///catalog.shop.svc:9101}, whose addresses are all used
 * @param layers what is around its calls
 * @param transport what connections to it are
 */
public record DownstreamSettings(
    String service, String target, Set<Layer> layers, TransportSecurity transport) {
  private static final Pattern TARGET =
      Pattern.compile("([a-z][a-z0-9+.-]*:///?)?[A-Za-z0-9.\\-\\[\\]:]+:\\d{1,5}");

  /** Copies the set. */
  public DownstreamSettings {
    layers = Set.copyOf(layers);
  }

  /** With every layer, by plain connections. */
  public DownstreamSettings(String service, String target) {
    this(service, target, EnumSet.allOf(Layer.class), TransportSecurity.PLAIN);
  }

  /** Reads {@code HARBOR_<SERVICE>_TARGET} and {@code HARBOR_<SERVICE>_LAYERS}. */
  public static DownstreamSettings from(Environment environment, String service, int defaultPort) {
    String name = Environment.setting(service, "TARGET");
    String target =
        environment.text(
            name, "127.0.0.1:" + defaultPort, "Where the BFFs find " + service + ", host:port.");
    if (!TARGET.matcher(target).matches()) {
      throw new InvalidSetting(name, target, "host:port or dns:///host:port");
    }
    return new DownstreamSettings(
        service, target, layers(environment, service), TransportSecurity.from(environment));
  }

  private static Set<Layer> layers(Environment environment, String service) {
    String name = Environment.setting(service, "LAYERS");
    String all = String.join(",", Stream.of(Layer.values()).map(Layer::label).toList());
    String text =
        environment.text(
            name, all, "Layers around the calls to " + service + ", comma-separated, or none.");
    Set<Layer> layers = EnumSet.noneOf(Layer.class);
    if (text.equals("none")) {
      return layers;
    }
    for (String label : text.split(",", -1)) {
      layers.add(
          Stream.of(Layer.values())
              .filter(layer -> layer.label().equals(label.strip()))
              .findAny()
              .orElseThrow(() -> new InvalidSetting(name, text, "some of " + all + ", or none")));
    }
    return layers;
  }
}
