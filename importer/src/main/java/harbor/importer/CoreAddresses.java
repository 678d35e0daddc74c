package harbor.importer;

import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Where the core services listen: an option, else {@code HARBOR_<SERVICE>_TARGET}, else {@code
 * HARBOR_<SERVICE>_PORT} on this machine, else the port that {@code ./harbor up} uses.
 */
final class CoreAddresses {
  @Option(
      names = "--catalog-address",
      paramLabel = "HOST:PORT",
      description = "Catalog (127.0.0.1:9101).")
  private String catalog = "";

  @Option(
      names = "--inventory-address",
      paramLabel = "HOST:PORT",
      description = "Inventory (127.0.0.1:9102).")
  private String inventory = "";

  @Option(
      names = "--pricing-address",
      paramLabel = "HOST:PORT",
      description = "Pricing (127.0.0.1:9103).")
  private String pricing = "";

  @Option(
      names = "--reviews-address",
      paramLabel = "HOST:PORT",
      description = "Reviews (127.0.0.1:9105).")
  private String reviews = "";

  @Option(
      names = "--recommendations-address",
      paramLabel = "HOST:PORT",
      description = "Recommendations (127.0.0.1:9106).")
  private String recommendations = "";

  String catalog(Map<String, String> environment) {
    return address(catalog, "CATALOG", 9101, environment);
  }

  String inventory(Map<String, String> environment) {
    return address(inventory, "INVENTORY", 9102, environment);
  }

  String pricing(Map<String, String> environment) {
    return address(pricing, "PRICING", 9103, environment);
  }

  String reviews(Map<String, String> environment) {
    return address(reviews, "REVIEWS", 9105, environment);
  }

  String recommendations(Map<String, String> environment) {
    return address(recommendations, "RECOMMENDATIONS", 9106, environment);
  }

  private static String address(
      String option, String service, int port, Map<String, String> environment) {
    if (!option.isEmpty()) {
      return option;
    }
    String address = environment.getOrDefault("HARBOR_" + service + "_TARGET", "");
    return address.isEmpty()
        ? "127.0.0.1:"
            + environment.getOrDefault("HARBOR_" + service + "_PORT", Integer.toString(port))
        : address;
  }
}
