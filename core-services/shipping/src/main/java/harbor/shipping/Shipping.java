package harbor.shipping;

import static java.time.Duration.ofMillis;

import harbor.clients.InventoryClient;
import harbor.clients.ReservationsClient;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.shipping.window.Areas;
import java.time.Duration;

/** Shipping: what it costs, when goods arrive, and where they are. */
public final class Shipping {
  static final String NAME = "shipping";

  /** The process. */
  public static final CoreProcess PROCESS = waiting(ofMillis(100));

  private Shipping() {}

  /** The process, which waits so long for an answer of inventory. */
  static CoreProcess waiting(Duration maxCall) {
    return CoreProcess.of(
            NAME,
            9111,
            core -> {
              Areas areas = Areas.shipped();
              PostgresMethodStore methods = new PostgresMethodStore(core.database());
              InventoryRequests inventory =
                  new InventoryRequests(
                      core.client(ReservationsClient.SERVICE),
                      core.client(InventoryClient.SERVICE),
                      areas,
                      core.clock(),
                      maxCall);
              return core.serves(
                  new ShippingService(
                      new Quotes(methods, inventory, areas),
                      methods,
                      PostgresMethodTable.TABLE.in(core.database()),
                      new PostgresShipmentStore(core.database(), core.outbox()),
                      PostgresShipmentTable.TABLE.in(core.database()),
                      core.changes()));
            })
        .personalData(
            PersonalTable.none("shipping_methods"),
            PersonalTable.none("home_market"),
            PersonalTable.none("shipment_steps"),
            PersonalTable.of("shipments", "owner")
                .keptWithout(
                    "receiver",
                    "address_lines",
                    "city",
                    "region",
                    "postal_code",
                    "phone",
                    "tracking_number")
                .identifiedBy("phone"));
  }
}
