package harbor.inventory;

/** Inventory as a process of its own. */
public final class InventoryMain {
  private InventoryMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Inventory.PROCESS.run();
  }
}
