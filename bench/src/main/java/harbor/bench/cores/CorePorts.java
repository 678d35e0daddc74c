package harbor.bench.cores;

import harbor.bench.process.Ports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where the core services listen.
 *
 * @param ports by name
 */
public record CorePorts(Map<String, Integer> ports) {
  /** Of the core services that pages ask. */
  public static final List<String> NAMES =
      List.of("catalog", "inventory", "pricing", "reviews", "recommendations", "shipping");

  /** Copies the map. */
  public CorePorts {
    ports = Map.copyOf(ports);
  }

  /** On ports that nobody else uses. */
  public static CorePorts choose() {
    return choose(NAMES);
  }

  /** The same of other processes. */
  public static CorePorts choose(List<String> names) {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<Integer> free = Ports.free(names.size());
    for (int i = 0; i < names.size(); i++) {
      ports.put(names.get(i), free.get(i));
    }
    return new CorePorts(ports);
  }

  /** Where a process listens. */
  public int of(String name) {
    Integer port = ports.get(name);
    if (port == null) {
      throw new IllegalArgumentException(
          "name: " + name + " (expected: one of " + ports.keySet() + ")");
    }
    return port;
  }

  /** {@code HARBOR_<SERVICE>_PORT}, as the core services want it. */
  public Map<String, String> listen() {
    return named("HARBOR_", "_PORT", "");
  }

  /** {@code HARBOR_<SERVICE>_TARGET}, as Harbor's BFFs want it. */
  public Map<String, String> harborTargets() {
    return named("HARBOR_", "_TARGET", "127.0.0.1:");
  }

  /** {@code <SERVICE>_TARGET}, as the peers want it. */
  public Map<String, String> peerTargets() {
    return named("", "_TARGET", "127.0.0.1:");
  }

  private Map<String, String> named(String prefix, String suffix, String before) {
    Map<String, String> named = new LinkedHashMap<>();
    ports.forEach(
        (name, port) ->
            named.put(
                prefix + name.toUpperCase(Locale.ROOT).replace('-', '_') + suffix, before + port));
    return named;
  }
}
