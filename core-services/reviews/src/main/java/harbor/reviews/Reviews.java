package harbor.reviews;

import static java.time.Duration.ofMillis;

import harbor.clients.OrdersClient;
import harbor.kit.service.Core;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import java.time.Duration;

/** Reviews: what customers say, and the ratings that follow. */
public final class Reviews {
  static final String NAME = "reviews";

  private static final Duration ASKS_ORDERS = ofMillis(400);

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9105,
              core -> {
                OrdersClient orders = core.client(OrdersClient.SERVICE);
                return wire(core, product -> orders.bought.call(product, ASKS_ORDERS));
              })
          .personalData(tables());

  private Reviews() {}

  static PersonalTable[] tables() {
    return new PersonalTable[] {
      PersonalTable.of("reviews", "created_by").keptWithout("author", "title", "body"),
      PersonalTable.none("ratings")
    };
  }

  static CoreProcess.Served wire(Core core, Purchases purchases) {
    return core.serves(
        new ReviewsService(
            new PostgresReviewStore(core.database(), core.outbox(), core.clock()),
            PostgresReviewTable.TABLE.in(core.database()),
            new SubmissionRequests(
                core.writes(),
                purchases,
                new PostgresSubmissions(core.outbox(), core.clock()),
                core.clock()),
            core.changes()));
  }
}
