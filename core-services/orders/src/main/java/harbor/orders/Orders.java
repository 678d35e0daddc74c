package harbor.orders;

import static java.time.Duration.ofSeconds;

import harbor.clients.CartsClient;
import harbor.clients.CatalogClient;
import harbor.clients.OffersClient;
import harbor.clients.PaymentsClient;
import harbor.clients.ReservationsClient;
import harbor.clients.ShippingClient;
import harbor.clients.UsersClient;
import harbor.kit.service.Core;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.database.Database;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.write.LongWrites;
import harbor.orders.mail.Mailbox;
import java.util.List;

/** Orders: placed once, carried to an end whoever dies in between. */
public final class Orders {
  private static final String NAME = "orders";
  private static final int PORT = 9109;

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              PORT,
              OrdersSettings::from,
              (core, settings) ->
                  wire(
                      core,
                      Failpoints.stoppingAt(core.failpoints(Failpoints.all())),
                      settings.mailbox(),
                      new UserRequests(core.client(UsersClient.SERVICE))))
          .personalData(tables());

  private Orders() {}

  /** Every place at which {@code HARBOR_FAILPOINTS} can stop the process. */
  public static List<String> failpoints() {
    return Failpoints.all();
  }

  /** Orders stay as tax law wants them; who they were for, and where they went, does not. */
  static PersonalTable[] tables() {
    return new PersonalTable[] {
      PersonalTable.of("orders", "owner")
          .keptWithout(
              "receiver",
              "address_lines",
              "city",
              "region",
              "postal_code",
              "phone",
              "mail",
              "tracking_number",
              "review_reasons")
          .identifiedBy("mail", "phone")
          .assessment("needs_review", "Says whether people of the shop are to look at the order.")
          .assessment("review_reasons", "Says which rules of the shop want that."),
      PersonalTable.partOf("order_lines", "orders", "order_id").kept(),
      PersonalTable.partOf("order_statuses", "orders", "order_id").kept(),
      PersonalTable.partOf("order_returns", "orders", "order_id").kept(),
      PersonalTable.partOf("order_return_lines", "order_returns", "return_id").kept(),
      PersonalTable.partOf("mails", "orders", "order_id"),
      // Empties the token itself once it is not needed: an order under way comes to its end.
      PersonalTable.partOf("sagas", "orders", "order_id")
          .kept()
          .assessment("card_token", "Pays the order while it is placed.")
          .assessment("refusal", "Says why the order was refused."),
      PersonalTable.none("saga_steps")
    };
  }

  static CoreProcess.Served wire(
      Core core, Failpoints failpoints, Mailbox mailbox, Accounts accounts) {
    Database database = core.database();
    LongWrites writes = core.longWrites();
    OffersClient offers = core.client(OffersClient.SERVICE);
    PostgresOrderStore orders = new PostgresOrderStore(database, core.outbox());
    PostgresMailStore mails = new PostgresMailStore(database);
    PostgresSagaStore sagas = new PostgresSagaStore(database, core.outbox(), writes, mails);
    StepRequests steps =
        new StepRequests(
            new StepRequests.Services(
                offers,
                core.client(ReservationsClient.SERVICE),
                core.client(PaymentsClient.SERVICE),
                core.client(ShippingClient.SERVICE),
                core.client(CartsClient.SERVICE)),
            accounts,
            orders);
    SagaRunner runner = new SagaRunner(NAME, sagas, orders, steps, failpoints, core.telemetry());
    core.beforeErasure(
        (handle, user) -> {
          PostgresOrderStore.lockAll(handle, user.subject());
          PostgresMailStore.idsOf(handle, user.subject()).forEach(mailbox::forget);
        });
    MailSender sender = new MailSender(mails, mailbox, failpoints, core.telemetry());
    core.timers().every("recover-sagas", ofSeconds(1), ofSeconds(10), runner::recover);
    ShipmentRequests shipments = new ShipmentRequests(core.client(ShippingClient.SERVICE), orders);
    core.timers().every("follow-shipments", ofSeconds(2), ofSeconds(30), shipments::follow);
    core.timers().every("send-mail", ofSeconds(1), ofSeconds(30), sender::sendDue);
    return core.serves(
        new OrdersService(
            orders,
            new PostgresMonths(database),
            new PlaceRequests(offers, core.client(CatalogClient.SERVICE), accounts),
            new PostgresChanges(sagas),
            new PostgresSagaCalls(writes, runner, failpoints),
            core.writes(),
            core.changes()));
  }
}
