package harbor.reviews;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** Reviews: what customers say, and the ratings that follow. */
public final class Reviews {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "reviews",
              9105,
              core -> {
                PostgresReviewStore reviews =
                    new PostgresReviewStore(core.database(), core.outbox(), core.clock());
                return core.serves(new ReviewsService(reviews, core.changes()));
              })
          .personalData(
              PersonalTable.of("reviews", "created_by").keptWithout("author"),
              PersonalTable.none("ratings"));

  private Reviews() {}
}
