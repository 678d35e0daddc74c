package harbor.reviews;

import harbor.kit.runtime.Environment;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;

/**
 * Settings of the reviews service.
 *
 * @param grpc where it listens
 * @param database where it keeps its data
 */
public record ReviewsSettings(GrpcSettings grpc, DatabaseSettings database) {
  private static final String SERVICE = "reviews";
  private static final int DEFAULT_PORT = 9105;

  /** Reads {@code HARBOR_REVIEWS_PORT} and the database's settings. */
  public static ReviewsSettings from(Environment environment) {
    return new ReviewsSettings(
        GrpcSettings.from(environment, SERVICE, DEFAULT_PORT),
        DatabaseSettings.from(environment, SERVICE));
  }
}
