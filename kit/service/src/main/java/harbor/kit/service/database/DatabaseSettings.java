package harbor.kit.service.database;

import harbor.kit.runtime.Environment;
import java.util.Optional;

/**
 * Which PostgreSQL a core service uses, and how.
 *
 * @param url JDBC URL
 * @param user who connects; absent when the URL says it
 * @param password absent when the URL says it, or none is needed
 * @param schema the service's own schema
 * @param ownRole whether the service works as the role {@code harbor_<schema>}, which it creates;
 *     otherwise as whoever connects
 * @param poolSize connections at most
 */
public record DatabaseSettings(
    String url,
    Optional<String> user,
    Optional<String> password,
    String schema,
    boolean ownRole,
    int poolSize) {

  /** The variable that names the PostgreSQL of all core services. */
  public static final String URL = "HARBOR_DB_URL";

  /** What it means. */
  public static final String URL_MEANING =
      "JDBC URL of the PostgreSQL that all core services share. Without it, ./harbor up starts one"
          + " of its own, and a service alone tries jdbc:postgresql://localhost:5432/harbor.";

  private static final String DEFAULT_URL = "jdbc:postgresql://localhost:5432/harbor";

  /**
   * Reads {@code HARBOR_<SERVICE>_DB_URL}, {@code _USER}, {@code _PASSWORD}, each with the common
   * {@code HARBOR_DB_...} behind it.
   */
  public static DatabaseSettings from(Environment environment, String service) {
    String own = Environment.setting(service, "DB_");
    String common = environment.optionalText(URL, URL_MEANING).orElse(DEFAULT_URL);
    Optional<String> commonUser =
        environment.optionalText("HARBOR_DB_USER", "Who connects, unless the URL says it.");
    Optional<String> commonPassword =
        environment.optionalText("HARBOR_DB_PASSWORD", "Their password, unless the URL says it.");
    return new DatabaseSettings(
        environment.optionalText(own + "URL", "JDBC URL for " + service + " alone.").orElse(common),
        environment
            .optionalText(own + "USER", "Who connects for " + service + " alone.")
            .or(() -> commonUser),
        environment
            .optionalText(own + "PASSWORD", "Password for " + service + " alone.")
            .or(() -> commonPassword),
        service,
        environment
            .oneOf(
                "HARBOR_DB_ROLES",
                java.util.List.of("own", "none"),
                "own",
                "own: each service works as its own role harbor_<service>, created at the first"
                    + " start; none: as whoever connects.")
            .equals("own"),
        environment.integer(
            "HARBOR_DB_POOL_SIZE", 8, 1, 200, "Database connections of one core service at most."));
  }

  /** The role that the service works as, when it has its own. */
  public String role() {
    return "harbor_" + schema;
  }

  /** Without anything secret. */
  @Override
  public String toString() {
    return "DatabaseSettings[schema=%s, poolSize=%d]".formatted(schema, poolSize);
  }
}
