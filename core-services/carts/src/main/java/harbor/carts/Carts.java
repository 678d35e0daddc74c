package harbor.carts;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.database.Database;
import java.time.Duration;

/** The declaration of the service that keeps carts. */
public final class Carts {
  private static final Duration SWEEP = Duration.ofHours(1);
  private static final int SWEPT_AT_ONCE = 1_000;

  /** Carts on port 9108. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
          "carts",
          9108,
          core -> {
            PostgresCartStore carts = new PostgresCartStore(core.clock());
            core.every(SWEEP, "carts-sweep", () -> sweep(core.database(), carts));
            return core.serves(new CartsService(core.database(), carts));
          });

  private Carts() {}

  /** Removes what has expired, in transactions that are short. */
  static void sweep(Database database, PostgresCartStore carts) {
    int removed;
    do {
      removed = database.write(handle -> carts.removeExpired(handle, SWEPT_AT_ONCE));
    } while (removed == SWEPT_AT_ONCE);
  }
}
