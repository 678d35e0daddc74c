package harbor.kit.bff.limit;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rate limits of a BFF that are in force.
 *
 * @param limits by name; none when they are off
 */
public record LimitSettings(Map<String, Limit> limits) {
  /** Nobody is limited. */
  public static final LimitSettings OFF = new LimitSettings(Map.of());

  /** Copies the map. */
  public LimitSettings {
    limits = Map.copyOf(limits);
  }

  /**
   * Reads {@code HARBOR_<BFF>_LIMITS}.
   *
   * @param declared those that the BFF states
   */
  public static LimitSettings from(Environment environment, String bff, List<Limit> declared) {
    String name = Environment.setting(bff, "LIMITS");
    String value =
        environment.text(
            name,
            "off",
            "Requests of one client at "
                + bff
                + ": off, on (those that it states), or limits like on,default=600/1m that take the"
                + " place of stated ones. Behind a proxy also set HARBOR_BFF_TRUSTED_PROXIES.");
    Map<String, Limit> stated = new LinkedHashMap<>();
    declared.forEach(limit -> stated.put(limit.name(), limit));
    Map<String, Limit> limits = new LinkedHashMap<>();
    for (String part : parts(value)) {
      switch (part) {
        case "off" -> limits.clear();
        case "on" -> stated.forEach(limits::putIfAbsent);
        default -> {
          Limit limit =
              Limit.parse(part)
                  .filter(one -> one.name().equals(Limit.DEFAULT) || stated.containsKey(one.name()))
                  .orElseThrow(
                      () ->
                          new InvalidSetting(
                              name,
                              value,
                              "off, on, or limits like on,default=600/1m (s, m or h) of default, "
                                  + String.join(", ", stated.keySet())));
          limits.put(limit.name(), limit);
        }
      }
    }
    return new LimitSettings(limits);
  }

  /** Whether anybody is limited. */
  public boolean isOn() {
    return !limits.isEmpty();
  }

  private static List<String> parts(String value) {
    List<String> parts = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }
}
