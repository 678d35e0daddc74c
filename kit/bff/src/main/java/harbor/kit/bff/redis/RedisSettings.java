package harbor.kit.bff.redis;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import io.lettuce.core.RedisURI;
import java.util.Optional;

/**
 * Which Redis a BFF uses.
 *
 * @param uri where it is; may hold a password, which {@code toString} leaves out
 */
public record RedisSettings(RedisURI uri) {
  private static final String URL = "HARBOR_REDIS_URL";

  /** Reads {@code HARBOR_REDIS_URL}; empty without it. */
  public static Optional<RedisSettings> from(Environment environment) {
    return environment
        .optionalText(
            URL,
            "Redis in which the BFFs share their caches, sessions and rate limits,"
                + " redis://[user:password@]host:port[/database] or rediss://... Without it each"
                + " process has its own.")
        .map(RedisSettings::read);
  }

  private static RedisSettings read(String url) {
    try {
      return new RedisSettings(RedisURI.create(url));
    } catch (IllegalArgumentException _) {
      // neither the value nor the exception, which quotes it: both may hold a password
      throw new InvalidSetting(
          URL, "(not shown)", "redis://[user:password@]host:port[/database] or rediss://...");
    }
  }

  /** Host and port alone. */
  @Override
  public String toString() {
    return uri.getHost() + ":" + uri.getPort();
  }
}
