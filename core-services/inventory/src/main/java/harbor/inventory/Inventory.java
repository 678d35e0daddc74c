package harbor.inventory;

import harbor.inventory.stock.DeliveryPromise;
import harbor.kit.service.CoreProcess;

/** The inventory: what is there, where, and when it can arrive. */
public final class Inventory {
  static final String NAME = "inventory";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
          NAME,
          9102,
          core -> {
            PostgresInventoryStore store =
                new PostgresInventoryStore(core.database(), core.outbox());
            DeliveryPromise promise = new DeliveryPromise(core.clock());
            return core.serves(new InventoryService(store, promise, core.changes()));
          });

  private Inventory() {}
}
