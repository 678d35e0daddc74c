package harbor.kit.bff.cache;

import harbor.kit.bff.redis.RedisSettings;
import harbor.kit.runtime.Environment;
import java.util.List;
import java.util.Optional;

/**
 * Whether a BFF caches anything, and where.
 *
 * @param isOn whether it does at all
 * @param redis where all processes share it; empty when each caches for itself
 */
public record CacheSettings(boolean isOn, Optional<RedisSettings> redis) {
  /** Nothing is cached. */
  public static final CacheSettings OFF = new CacheSettings(false, Optional.empty());

  /** Reads {@code HARBOR_CACHE} and {@code HARBOR_REDIS_URL}. */
  public static CacheSettings from(Environment environment) {
    return new CacheSettings(
        environment
            .oneOf(
                "HARBOR_CACHE",
                List.of("on", "off"),
                "on",
                "Whether the BFFs cache answers of core services.")
            .equals("on"),
        RedisSettings.from(environment));
  }
}
