package harbor.payments;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.kit.runtime.Environment;
import harbor.kit.service.Core;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import java.time.Duration;
import java.util.function.Function;

/** Payments: money over a provider, and a ledger of it. */
public final class Payments {
  /** The process. */
  public static final CoreProcess PROCESS = process(PaymentsSettings::from);

  private static final Duration SETTLE = ofSeconds(30);
  private static final Duration RECONCILE = ofMinutes(10);

  private Payments() {}

  /** The same with settings that are read in another way. */
  static CoreProcess process(Function<Environment, PaymentsSettings> settings) {
    // The money of orders: whose an order is, orders alone know.
    return CoreProcess.of("payments", 9110, settings, Payments::wire)
        .personalData(
            PersonalTable.none("payments"),
            PersonalTable.none("operations"),
            PersonalTable.none("ledger_entries"),
            PersonalTable.none("undone_orders"),
            PersonalTable.none("risk_rules"),
            PersonalTable.none("risk_assessments"));
  }

  private static CoreProcess.Served wire(Core core, PaymentsSettings settings) {
    PostgresPaymentStore store =
        new PostgresPaymentStore(core.database(), core.outbox(), core.clock());
    PaymentProvider provider =
        core.part("provider", new HttpPaymentProvider(settings, core.telemetry()));
    Operations operations = new Operations(store, provider);
    Reconciliation reconciliation = new Reconciliation(store, provider, core.clock());
    core.timers()
        .every(
            "settle-payments",
            SETTLE,
            ofMinutes(2),
            () -> operations.settle(core.clock().instant().minus(SETTLE)));
    core.timers().every("reconcile-payments", RECONCILE, ofMinutes(5), reconciliation::check);
    var _ =
        core.part(
            "notices",
            NoticeServer.start(
                settings,
                new NoticeSignature(settings.noticeSecret(), core.clock()),
                operations::heed));
    return core.serves(
        new PaymentsService(
            store,
            PostgresPaymentTable.TABLE.in(core.database()),
            operations,
            new PostgresRiskStore(core.database(), core.clock()),
            reconciliation,
            core.changes()));
  }
}
