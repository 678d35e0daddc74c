package harbor.recommendations;

import harbor.clients.CatalogClient;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** Recommendations: what goes with a product, and what a person may like. */
public final class Recommendations {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "recommendations",
              9106,
              core -> {
                PostgresRecommendationStore store =
                    new PostgresRecommendationStore(core.database(), core.clock());
                return core.serves(
                    new RecommendationsService(
                        store, new Shown(core.client(CatalogClient.SERVICE).card.all())));
              })
          .personalData(
              PersonalTable.none("profiles"),
              PersonalTable.none("order_lines"),
              PersonalTable.none("neighbours"),
              PersonalTable.none("best_sellers"));

  private Recommendations() {}
}
