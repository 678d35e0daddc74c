package harbor.carts;

import harbor.kit.service.CoreProcess;
import java.time.Duration;

/** Carts: what guests and users mean to buy. */
public final class Carts {
  private static final Duration SWEEP = Duration.ofHours(1);

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
          "carts",
          9108,
          core -> {
            PostgresCartStore carts = new PostgresCartStore(core.database(), core.clock());
            core.every(SWEEP, "The removal of expired carts", carts::removeExpired);
            return core.serves(new CartsService(carts, core.writes()));
          });

  private Carts() {}
}
