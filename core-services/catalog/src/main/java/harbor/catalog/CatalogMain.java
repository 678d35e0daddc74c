package harbor.catalog;

import harbor.kit.service.CoreProcess;

/** The catalogue in a process of its own. */
public final class CatalogMain {
  private CatalogMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    CoreProcess.run(Catalog.NAME, CatalogSettings::from, Catalog::start);
  }
}
