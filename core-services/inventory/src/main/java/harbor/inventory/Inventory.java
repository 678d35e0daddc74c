package harbor.inventory;

import static java.time.Duration.ofSeconds;

import harbor.inventory.stock.DeliveryPromise;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;

/** The inventory: what is there, where, when it can arrive, and what is kept for orders. */
public final class Inventory {
  static final String NAME = "inventory";

  /** The timer that gives back what is kept too long. */
  static final String EXPIRE = "expire-reservations";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9102,
              core -> {
                PostgresInventoryStore store =
                    new PostgresInventoryStore(core.database(), core.outbox());
                DeliveryPromise promise = new DeliveryPromise(core.clock());
                PostgresReservationStore reservations =
                    new PostgresReservationStore(core.database(), core.outbox());
                core.timers().every(EXPIRE, ofSeconds(5), ofSeconds(30), reservations::expire);
                return core.serves(
                    new InventoryService(store, promise, core.changes()),
                    new ReservationsService(reservations, store));
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
