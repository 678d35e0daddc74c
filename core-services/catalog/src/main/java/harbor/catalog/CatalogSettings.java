package harbor.catalog;

import harbor.kit.runtime.Environment;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;

/**
 * What the catalogue can be told from outside.
 *
 * @param grpc where it listens
 * @param database where its products are
 */
public record CatalogSettings(GrpcSettings grpc, DatabaseSettings database) {
  private static final int DEFAULT_PORT = 9101;

  /** Reads {@code HARBOR_CATALOG_...}. */
  public static CatalogSettings from(Environment environment) {
    return new CatalogSettings(
        GrpcSettings.from(environment, Catalog.NAME, DEFAULT_PORT),
        DatabaseSettings.from(environment, Catalog.NAME));
  }
}
