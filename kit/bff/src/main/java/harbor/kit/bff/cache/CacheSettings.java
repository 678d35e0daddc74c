package harbor.kit.bff.cache;

import harbor.kit.bff.redis.RedisSettings;
import harbor.kit.runtime.Environment;
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
        environment.isOn("HARBOR_CACHE", true, "Whether the BFFs cache answers of core services."),
        RedisSettings.from(environment));
  }
}
