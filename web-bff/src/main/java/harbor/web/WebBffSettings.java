package harbor.web;

import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.edge.BffSettings;
import harbor.kit.bff.media.MediaUrls;
import harbor.kit.runtime.Environment;

/**
 * Settings of the web BFF.
 *
 * @param server where it listens
 * @param catalog where the catalogue is
 * @param inventory where the inventory is
 * @param pricing where the pricing service is
 * @param reviews where the reviews are
 * @param recommendations where the recommendations are
 * @param media where the shop's own pictures are
 * @param storefront what stands before the paths of the shop's pages
 * @param caching what is remembered
 */
public record WebBffSettings(
    BffSettings server,
    DownstreamSettings catalog,
    DownstreamSettings inventory,
    DownstreamSettings pricing,
    DownstreamSettings reviews,
    DownstreamSettings recommendations,
    MediaUrls media,
    String storefront,
    CacheSettings caching) {

  /** Reads them. */
  public static WebBffSettings from(Environment environment) {
    return new WebBffSettings(
        BffSettings.from(environment, "web-bff", 8080),
        DownstreamSettings.from(environment, "catalog", 9101),
        DownstreamSettings.from(environment, "inventory", 9102),
        DownstreamSettings.from(environment, "pricing", 9103),
        DownstreamSettings.from(environment, "reviews", 9105),
        DownstreamSettings.from(environment, "recommendations", 9106),
        MediaUrls.from(environment),
        MediaUrls.baseUrl(
            environment,
            "HARBOR_STOREFRONT_URL",
            "http://localhost:8080",
            "What stands before the paths of the shop's pages."),
        CacheSettings.from(environment));
  }
}
