package harbor.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.service.SettableClock;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.row.Money;
import harbor.observability.Telemetry;
import harbor.payments.Operation.Kind;
import harbor.payments.Reconciliation.Discrepancy;
import harbor.payments.ScriptedProvider.Fault;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our ledger beside the provider's, in both directions. */
class ReconciliationIT {
  private static final Money PRICE = new Money(4_990, "EUR");

  private final Telemetry telemetry =
      Telemetry.recording("payments", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("payments"), telemetry);
  private final SettableClock clock = new SettableClock();
  private final ScriptedProvider provider = new ScriptedProvider();
  private final PostgresPaymentStore store =
      new PostgresPaymentStore(database, new Outbox(telemetry), clock);
  private final Operations operations = new Operations(store, provider);
  private final Reconciliation reconciliation = new Reconciliation(store, provider, clock);

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void nothingIsFound_whenBothAgree() {
    for (int i = 0; i < 600; i++) {
      authorize("o-" + i);
    }
    operations.perform(new Ask("o-1", "c", Kind.CAPTURE, new Money(990, "EUR"), Optional.empty()));
    operations.undo("o-2", "u");
    provider.expire("o-3");
    operations.heed("o-3");
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.OTHER_AMOUNT, Fault.REFUSED);
    authorize("o-mismatch");
    authorize("o-declined");

    Reconciliation.Report report = reconciliation.run();

    assertThat(report.discrepancies()).isEmpty();
    assertThat(report.compared()).isEqualTo(600 + 1 + 1 + 1 + 2 + 1);
  }

  @Test
  void moneyWithoutAnOrder_isFound() {
    authorize("o-1");
    provider.adds("stranger", "o-9", PRICE);

    assertThat(found())
        .containsExactly(
            new Discrepancy(
                "", "stranger", "The provider has AUTHORIZE 4990 EUR of o-9, unknown here."));
  }

  @Test
  void orderWithoutMoney_isFound() {
    authorize("o-1");
    authorize("o-2");
    provider.forgetsLast();

    assertThat(found())
        .singleElement()
        .satisfies(one -> assertThat(one.orderId()).isEqualTo("o-2"))
        .satisfies(one -> assertThat(one.text()).contains("which the provider does not have"));
  }

  @Test
  void whatIsNotKnownYet_isFound_whenItIsOld() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.ANSWER_LOST);
    authorize("o-1");

    assertThat(found()).isEmpty();
    clock.advance(Duration.ofMinutes(2));
    assertThat(found()).extracting(Discrepancy::orderId).containsExactly("o-1");
    operations.heed("o-1");
    assertThat(found()).isEmpty();
  }

  @Test
  void wrongHold_isFound_whileItWasNotGivenBack() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.OTHER_AMOUNT);
    provider.next(ProviderEntry.Kind.VOID, Fault.REQUEST_LOST);
    authorize("o-1");

    assertThat(found())
        .extracting(Discrepancy::text)
        .singleElement()
        .asString()
        .contains("not given back");
    operations.heed("o-1");
    assertThat(found()).isEmpty();
  }

  @Test
  void nothingIsSaid_whenTheProviderCannotBeAsked() {
    provider.down(true);

    assertThatThrownBy(reconciliation::run).isInstanceOf(ProviderUnavailable.class);
  }

  private List<Discrepancy> found() {
    return reconciliation.run().discrepancies();
  }

  private void authorize(String order) {
    var _ =
        operations.perform(
            new Ask(
                order,
                "a",
                Kind.AUTHORIZE,
                PRICE,
                Optional.of(new Ask.Buyer("tok_approve", "DE", "de-DE"))));
  }
}
