package harbor.inventory;

import static java.time.Duration.ofSeconds;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.timer.Boundaries;

/** The inventory: what is there, where, how soon it can leave, and what is kept for orders. */
public final class Inventory {
  static final String NAME = "inventory";

  /** The timer that gives back what is kept too long. */
  static final String EXPIRE = "expire-reservations";

  /** The timer that announces products that are available from now on. */
  static final String AVAILABLE = "make-available";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9102,
              core -> {
                PostgresInventoryStore store =
                    new PostgresInventoryStore(core.database(), core.outbox());
                PostgresReservationStore reservations =
                    new PostgresReservationStore(core.database(), core.outbox());
                core.timers().every(EXPIRE, ofSeconds(5), ofSeconds(30), reservations::expire);
                core.timers().every(AVAILABLE, ofSeconds(1), ofSeconds(30), new Boundaries(store));
                return core.serves(
                    new InventoryService(store, core.changes()),
                    new ReservationsService(
                        reservations, PostgresReservationTable.TABLE.in(core.database()), store),
                    new InventoryAdminService(
                        PostgresStockTable.TABLE.in(core.database()),
                        new PostgresStockEdits(core.outbox()),
                        core.writes()));
              })
          .personalData(
              PersonalTable.none("places"),
              PersonalTable.none("stock"),
              PersonalTable.none("stock_by_place"),
              PersonalTable.none("reservations"),
              PersonalTable.none("reserved_pieces"),
              PersonalTable.none("stock_movements"));

  private Inventory() {}
}
