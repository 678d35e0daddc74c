package harbor.inventory;

class FakeInventoryStoreTest extends InventoryStoreContract {
  private final InventoryStore store = new FakeInventoryStore();

  @Override
  InventoryStore store() {
    return store;
  }
}
