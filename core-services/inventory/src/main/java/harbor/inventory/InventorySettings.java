package harbor.inventory;

import harbor.kit.runtime.Environment;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;

/**
 * What inventory can be told from outside.
 *
 * @param grpc where it listens
 * @param database where its stock is
 */
public record InventorySettings(GrpcSettings grpc, DatabaseSettings database) {
  private static final int DEFAULT_PORT = 9102;

  /** Reads {@code HARBOR_INVENTORY_...}. */
  public static InventorySettings from(Environment environment) {
    return new InventorySettings(
        GrpcSettings.from(environment, Inventory.NAME, DEFAULT_PORT),
        DatabaseSettings.from(environment, Inventory.NAME));
  }
}
