package harbor.importer;

import harbor.clients.CatalogClient;
import harbor.clients.InventoryClient;
import harbor.clients.OrdersClient;
import harbor.clients.PricingClient;
import harbor.clients.RecommendationsClient;
import harbor.clients.ReviewsClient;
import harbor.kit.client.Service;
import harbor.kit.runtime.Environment;
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

  @Option(
      names = "--orders-address",
      paramLabel = "HOST:PORT",
      description = "Orders (127.0.0.1:9109).")
  private String orders = "";

  String of(Service<?> service, Map<String, String> environment) {
    String option = given().getOrDefault(service, "");
    if (!option.isEmpty()) {
      return option;
    }
    String address = environment.getOrDefault(Environment.setting(service.name(), "TARGET"), "");
    return address.isEmpty()
        ? "127.0.0.1:"
            + environment.getOrDefault(
                Environment.setting(service.name(), "PORT"),
                Integer.toString(service.defaultPort()))
        : address;
  }

  private Map<Service<?>, String> given() {
    return Map.of(
        CatalogClient.SERVICE, catalog,
        InventoryClient.SERVICE, inventory,
        PricingClient.SERVICE, pricing,
        ReviewsClient.SERVICE, reviews,
        RecommendationsClient.SERVICE, recommendations,
        OrdersClient.SERVICE, orders);
  }
}
