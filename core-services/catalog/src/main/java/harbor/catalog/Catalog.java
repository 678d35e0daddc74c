package harbor.catalog;

import static java.time.Duration.ofSeconds;

import harbor.catalog.search.PostgresProductSearch;
import harbor.catalog.search.SearchCopies;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.timer.Boundaries;

/** The catalogue: which products there are, and what they say. */
public final class Catalog {
  static final String NAME = "catalog";

  /** The timer that withdraws products whose time is over. */
  static final String EXPIRE = "withdraw-expired";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9101,
              core -> {
                PostgresCatalogStore store =
                    new PostgresCatalogStore(core.database(), core.outbox(), core.clock());
                store.indexOlder();
                core.timers().every(EXPIRE, ofSeconds(1), ofSeconds(30), new Boundaries(store));
                SearchCopies.keep(core);
                return core.serves(
                    new CatalogService(
                        store,
                        new PostgresProductSearch(core.database(), core.clock()),
                        core.changes()),
                    new CatalogAdminService(
                        PostgresProductTable.TABLE.in(core.database()),
                        PostgresCategoryTable.TABLE.in(core.database()),
                        new PostgresProductEdits(store),
                        core.writes()));
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
