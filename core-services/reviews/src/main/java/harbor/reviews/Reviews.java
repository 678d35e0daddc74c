package harbor.reviews;

import harbor.kit.service.CoreProcess;

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
          });

  private Reviews() {}
}
