package harbor.catalog;

/** Catalog as a process of its own. */
public final class CatalogMain {
  private CatalogMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Catalog.PROCESS.run();
  }
}
