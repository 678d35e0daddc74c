package harbor.catalog;

class FakeCatalogStoreTest extends CatalogStoreContract {
  private final CatalogStore store = new FakeCatalogStore();

  @Override
  CatalogStore store() {
    return store;
  }
}
