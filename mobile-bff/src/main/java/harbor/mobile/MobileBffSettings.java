package harbor.mobile;

import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.runtime.Environment;

/**
 * Settings of the mobile BFF.
 *
 * @param server where it listens
 * @param catalog where the catalogue is
 * @param inventory where the inventory is
 * @param reviews where the reviews are
 * @param media where the shop's own pictures are
 * @param caching what is remembered
 */
public record MobileBffSettings(
    BffSettings server,
    DownstreamSettings catalog,
    DownstreamSettings inventory,
    DownstreamSettings reviews,
    MediaUrls media,
    CacheSettings caching) {

  /** Reads them. */
  public static MobileBffSettings from(Environment environment) {
    return new MobileBffSettings(
        BffSettings.from(environment, "mobile-bff", 8081),
        DownstreamSettings.from(environment, "catalog", 9101),
        DownstreamSettings.from(environment, "inventory", 9102),
        DownstreamSettings.from(environment, "reviews", 9105),
        MediaUrls.from(environment),
        CacheSettings.from(environment));
  }
}
