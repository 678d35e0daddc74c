package harbor.inventory;

import harbor.kit.service.CoreProcess;

/** Inventory in a process of its own. */
public final class InventoryMain {
  private InventoryMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    CoreProcess.run(Inventory.NAME, InventorySettings::from, Inventory::start);
  }
}
