package harbor.carts;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** Carts: what guests and users mean to buy. */
public final class Carts {
  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              "carts",
              9108,
              core -> {
                PostgresCartStore carts = new PostgresCartStore(core.database(), core.clock());
                core.timers()
                    .every("remove-expired-carts", ofHours(1), ofMinutes(1), carts::removeExpired);
                return core.serves(
                    new CartsService(
                        carts, PostgresCartTable.TABLE.in(core.database()), core.writes()));
              })
          .personalData(
              PersonalTable.of("carts", "owner"),
              PersonalTable.partOf("cart_lines", "carts", "cart_id"),
              PersonalTable.partOf("cart_orders", "carts", "cart_id"));

  private Carts() {}
}
