package harbor.recommendations;

import harbor.kit.runtime.Environment;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;

/**
 * Settings of the recommendations service.
 *
 * @param grpc where it listens
 * @param database where it keeps its data
 */
public record RecommendationsSettings(GrpcSettings grpc, DatabaseSettings database) {
  private static final String SERVICE = "recommendations";
  private static final int DEFAULT_PORT = 9106;

  /** Reads {@code HARBOR_RECOMMENDATIONS_PORT} and the database's settings. */
  public static RecommendationsSettings from(Environment environment) {
    return new RecommendationsSettings(
        GrpcSettings.from(environment, SERVICE, DEFAULT_PORT),
        DatabaseSettings.from(environment, SERVICE));
  }
}
