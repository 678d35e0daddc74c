package harbor.catalog;

import harbor.catalog.search.PostgresProductSearch;
import harbor.catalog.search.SearchCopies;
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
                store.indexOlder();
                SearchCopies.keep(core);
                return core.serves(
                    new CatalogService(
                        store,
                        new PostgresProductSearch(core.database(), core.clock()),
                        core.changes()));
              })
          .personalData(
              PersonalTable.none("categories"),
              PersonalTable.none("products"),
              PersonalTable.none("search_products"),
              PersonalTable.none("search_words"),
              PersonalTable.none("search_copies"),
              PersonalTable.none("search_feeds"));

  private Catalog() {}
}
