package harbor.pricing;

import harbor.kit.runtime.Environment;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;

/**
 * Settings of the pricing service.
 *
 * @param grpc where it listens
 * @param database where it keeps its data
 */
public record PricingSettings(GrpcSettings grpc, DatabaseSettings database) {
  private static final String SERVICE = "pricing";
  private static final int DEFAULT_PORT = 9103;

  /** Reads {@code HARBOR_PRICING_PORT} and the database's settings. */
  public static PricingSettings from(Environment environment) {
    return new PricingSettings(
        GrpcSettings.from(environment, SERVICE, DEFAULT_PORT),
        DatabaseSettings.from(environment, SERVICE));
  }
}
