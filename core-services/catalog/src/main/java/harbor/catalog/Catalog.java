package harbor.catalog;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** The catalogue: which products there are, and what they say. */
public final class Catalog {
  static final String NAME = "catalog";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9101,
              core -> {
                PostgresCatalogStore store =
                    new PostgresCatalogStore(core.database(), core.outbox());
                return core.serves(new CatalogService(store, core.changes()));
              })
          .personalData(PersonalTable.none("categories"), PersonalTable.none("products"));

  private Catalog() {}
}
