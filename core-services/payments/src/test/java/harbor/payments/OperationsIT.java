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
import harbor.payments.Payment.Status;
import harbor.payments.ScriptedProvider.Died;
import harbor.payments.ScriptedProvider.Fault;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Money over a provider that goes wrong, on a real database. Each test has an order of its own. */
class OperationsIT {
  /** What may go wrong with anything. */
  private static final List<Fault> FAULTS =
      List.of(Fault.ANSWER_LOST, Fault.REQUEST_LOST, Fault.ASKER_DIES, Fault.REFUSED);

  /** What may go wrong with a hold. */
  private static final List<Fault> FAULTS_OF_HOLDS = List.of(Fault.values());

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static Telemetry telemetry;
  private static Database database;

  private final String order = "order-" + NUMBER.incrementAndGet();
  private final SettableClock clock = new SettableClock();
  private final ScriptedProvider provider = new ScriptedProvider();
  private PostgresPaymentStore store;
  private Operations operations;

  @BeforeAll
  static void open() {
    telemetry = Telemetry.recording("payments", InMemorySpanExporter.create());
    database = Database.open(TestDatabase.fresh("payments"), telemetry);
  }

  @BeforeEach
  void use() {
    store = new PostgresPaymentStore(database, new Outbox(telemetry), clock);
    operations = new Operations(store, provider);
  }

  @AfterAll
  static void close() {
    database.close();
    telemetry.close();
  }

  // Cases A 1: one key over all tries.

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_LOST", "REQUEST_LOST", "ASKER_DIES"})
  void moneyMovesOnce_whateverIsLost_overAllTries(Fault fault) {
    provider.next(ProviderEntry.Kind.AUTHORIZE, fault);
    provider.next(ProviderEntry.Kind.CAPTURE, fault);
    provider.next(ProviderEntry.Kind.REFUND, fault);

    for (Ask ask : List.of(authorize("a", 4_990), capture("c", 4_990), refund("r", 1_000))) {
      assertThat(tried(ask)).isEqualTo(new Outcome.Unknown());
      assertThat(payment().operation(ask.key()).orElseThrow().status())
          .isEqualTo(Operation.Status.UNKNOWN);
      for (int i = 0; i < 3; i++) {
        assertThat(tried(ask)).isInstanceOf(Outcome.Done.class);
      }
    }

    assertThat(provider.done(order))
        .containsExactly("AUTHORIZE 4990", "CAPTURE 4990", "REFUND 1000");
    assertThat(payment().sums()).isEqualTo(new Payment.Sums(0, 4_990, 1_000));
    assertThat(ledger()).containsExactly("buyer -3990", "held 0", "taken 3990");
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWER_LOST", "REQUEST_LOST", "ASKER_DIES"})
  void holdIsLetGoOnce_whateverIsLost(Fault fault) {
    done(authorize("a", 4_990));
    provider.next(ProviderEntry.Kind.VOID, fault);

    assertThat(undone()).isEqualTo(new Outcome.Unknown());
    for (int i = 0; i < 3; i++) {
      assertThat(undone()).isInstanceOf(Outcome.Done.class);
    }

    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4990", "VOID 4990");
    assertThat(payment().status()).isEqualTo(Status.VOIDED);
    assertThat(ledger()).containsExactly("buyer 0", "held 0");
  }

  /** The counter-test: a key of its own for each try moves the money twice. */
  @Test
  void provider_holdsTwice_whenEachTryHasAKeyOfItsOwn() {
    Money price = new Money(4_990, "EUR");
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.ANSWER_LOST);

    provider.authorize(order + "/try-1", order, price, "tok_approve");
    provider.authorize(order + "/try-2", order, price, "tok_approve");

    assertThat(provider.sum()).isEqualTo(9_980);
  }

  @Test
  void anotherKey_holdsNothingMore_whileTheFirstIsNotRefused() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.ANSWER_LOST);
    assertThat(operations.perform(authorize("a", 4_990))).isEqualTo(new Outcome.Unknown());

    assertThat(operations.perform(authorize("b", 4_990)))
        .isEqualTo(new Outcome.Refused(Refusal.ALREADY_AUTHORIZED));

    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4990");
    assertThat(payment().status()).isEqualTo(Status.AUTHORIZED);
  }

  // A 2: a definite refusal sticks to its key.

  @Test
  void capture_isDoneOnceWithANewKey_afterARefusal() {
    done(authorize("a", 4_990));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.REFUSED);

    for (int i = 0; i < 2; i++) {
      assertThat(operations.perform(capture("c1", 4_990)))
          .isEqualTo(new Outcome.Refused(Refusal.CAPTURE_REFUSED));
    }
    assertThat(done(capture("c2", 4_990)).sums().captured()).isEqualTo(4_990);

    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4990", "CAPTURE 4990");
    assertThat(operations.perform(capture("c3", 1)))
        .isEqualTo(new Outcome.Refused(Refusal.NOT_AUTHORIZED));
  }

  // A 4: void of money that was captured.

  @Test
  void captureThatNobodyKnowsOf_isGivenBack_whenTheOrderIsUndone() {
    done(authorize("a", 7_200));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.ANSWER_LOST);
    assertThat(operations.perform(capture("c", 7_200))).isEqualTo(new Outcome.Unknown());

    assertThat(undone()).isInstanceOf(Outcome.Done.class);

    assertThat(provider.done(order))
        .containsExactly("AUTHORIZE 7200", "CAPTURE 7200", "REFUND 7200");
    assertThat(provider.sum()).isZero();
    assertThat(payment().status()).isEqualTo(Status.REFUNDED);
    assertThat(ledger()).containsExactly("buyer 0", "held 0", "taken 0");
  }

  /** Between the look and the void the capture arrives: the void is refused, the refund follows. */
  @Test
  void voidThatIsRefused_isFollowedByARefund() {
    done(authorize("a", 7_200));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.REQUEST_LOST);
    assertThat(operations.perform(capture("c", 7_200))).isEqualTo(new Outcome.Unknown());
    PaymentProvider overtaken = new Overtaken(provider, order);

    assertThat(new Operations(store, overtaken).undo(order, "u")).isInstanceOf(Outcome.Done.class);

    assertThat(provider.done(order))
        .containsExactly("AUTHORIZE 7200", "CAPTURE 7200", "REFUND 7200");
    assertThat(provider.sum()).isZero();
  }

  @Test
  void captureThatNeverArrived_isRefusedForGood_whenTheOrderIsUndone() {
    done(authorize("a", 7_200));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.REQUEST_LOST);
    assertThat(operations.perform(capture("c", 7_200))).isEqualTo(new Outcome.Unknown());

    assertThat(undone()).isInstanceOf(Outcome.Done.class);

    assertThat(payment().operation("c").orElseThrow().refusalReason())
        .isEqualTo("OPERATION_UNDONE");
    assertThat(payment().status()).isEqualTo(Status.VOIDED);
    assertThat(operations.perform(capture("c", 7_200)))
        .isEqualTo(new Outcome.Refused(Refusal.OPERATION_UNDONE));
  }

  @Test
  void authorization_isStopped_whenItComesAfterTheUndo() {
    assertThat(undone()).isEqualTo(new Outcome.UnknownPayment());

    assertThat(operations.perform(authorize("a", 4_990)))
        .isEqualTo(new Outcome.Refused(Refusal.OPERATION_UNDONE));

    assertThat(provider.asked()).isZero();
    assertThat(store.find(order)).isEmpty();
  }

  @Test
  void authorizationOnItsWay_isMadeToHappen_andLetGo() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.REQUEST_LOST);
    assertThat(operations.perform(authorize("a", 4_990))).isEqualTo(new Outcome.Unknown());

    assertThat(undone()).isInstanceOf(Outcome.Done.class);
    // what was on its way arrives at last
    provider.authorize(order + "/a", order, new Money(4_990, "EUR"), "tok_approve");

    assertThat(provider.sum()).isZero();
    assertThat(operations.perform(authorize("a", 4_990)))
        .isEqualTo(new Outcome.Refused(Refusal.OPERATION_UNDONE));
  }

  @Test
  void review_isEnded_whenTheOrderIsUndone() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.REVIEW);
    assertThat(done(authorize("a", 4_990)).status()).isEqualTo(Status.PENDING);

    assertThat(undone()).isInstanceOf(Outcome.Done.class);

    assertThat(provider.sum()).isZero();
    assertThat(payment().operation("a").orElseThrow().refusalReason())
        .isEqualTo("OPERATION_UNDONE");
  }

  @Test
  void undo_asksNothingOfTheProvider_thatItHasAlready() {
    done(authorize("a", 4_990));
    done(capture("c", 4_000));
    done(refund("r", 1_000));

    assertThat(undone()).isInstanceOf(Outcome.Done.class);
    int asked = provider.asked();
    assertThat(undone()).isInstanceOf(Outcome.Done.class);

    assertThat(provider.asked()).isEqualTo(asked);
    assertThat(provider.done(order))
        .containsExactly("AUTHORIZE 4990", "CAPTURE 4000", "REFUND 1000", "REFUND 3000");
  }

  // A 6: late, early and doubled news.

  @Test
  void news_changeNothing_thatWasDecided() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.REFUSED);
    assertThat(operations.perform(authorize("try-1", 3_000)))
        .isEqualTo(new Outcome.Refused(Refusal.PAYMENT_DECLINED));
    assertThat(payment().status()).isEqualTo(Status.DECLINED);
    done(authorize("try-2", 3_000));
    done(capture("c", 3_000));
    Payment before = payment();

    clock.advance(Duration.ofMinutes(30));
    List<ProviderEntry> news = new ArrayList<>(provider.entries(order));
    news.addAll(provider.entries(order));
    Collections.shuffle(news, new Random(7));
    news.forEach(one -> store.book(order, List.of(one)));
    operations.heed(order);

    assertThat(payment()).isEqualTo(before);
    assertThat(before.sums().captured()).isEqualTo(3_000);
    assertThat(before.status()).isEqualTo(Status.CAPTURED);
  }

  @Test
  void news_comeBeforeTheAnswer() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.ASKER_DIES);
    assertThat(tried(authorize("a", 3_000))).isEqualTo(new Outcome.Unknown());

    operations.heed(order);

    assertThat(payment().status()).isEqualTo(Status.AUTHORIZED);
    assertThat(done(authorize("a", 3_000)).sums().held()).isEqualTo(3_000);
    assertThat(provider.done(order)).containsExactly("AUTHORIZE 3000");
  }

  @Test
  void review_ends_whenItIsHeardOf() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.REVIEW);
    done(authorize("a", 3_000));

    provider.review(order, true);
    operations.heed(order);

    assertThat(payment().status()).isEqualTo(Status.AUTHORIZED);
    assertThat(ledger()).containsExactly("buyer -3000", "held 3000");
  }

  // A 7: the hold has lapsed.

  @Test
  void hold_isGone_whenTheProviderLetItGo() {
    done(authorize("a", 8_000));
    provider.expire(order);

    assertThat(operations.perform(capture("c", 8_000)))
        .isEqualTo(new Outcome.Refused(Refusal.CAPTURE_REFUSED));
    assertThat(undone()).isInstanceOf(Outcome.Done.class);

    assertThat(payment().sums()).isEqualTo(Payment.Sums.NONE);
    assertThat(payment().status()).isEqualTo(Status.VOIDED);
    assertThat(provider.sum()).isZero();
    assertThat(ledger()).containsExactly("buyer 0", "held 0");
  }

  // A 8: a timer asks.

  @Test
  void timer_findsWhatWasDone_andVoidsNothing() {
    done(authorize("a", 2_500));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.ANSWER_LOST);
    assertThat(operations.perform(capture("c", 2_500))).isEqualTo(new Outcome.Unknown());

    operations.settle(clock.instant());
    assertThat(payment().status()).isEqualTo(Status.AUTHORIZED);
    clock.advance(Duration.ofMinutes(1));
    operations.settle(clock.instant());

    assertThat(payment().status()).isEqualTo(Status.CAPTURED);
    assertThat(provider.done(order)).containsExactly("AUTHORIZE 2500", "CAPTURE 2500");
  }

  // A 9: the paid amount is not the order's.

  @ParameterizedTest
  @EnumSource(names = {"OTHER_AMOUNT", "OTHER_CURRENCY"})
  void hold_isVoided_whenItIsAnother(Fault fault) {
    provider.next(ProviderEntry.Kind.AUTHORIZE, fault);

    for (int i = 0; i < 2; i++) {
      assertThat(operations.perform(authorize("a", 5_490)))
          .isEqualTo(new Outcome.Refused(Refusal.AMOUNT_MISMATCH));
    }

    assertThat(provider.sum()).isZero();
    assertThat(provider.done(order)).hasSize(2).last().asString().startsWith("VOID");
    assertThat(payment().status()).isEqualTo(Status.DECLINED);
    assertThat(payment().sums()).isEqualTo(Payment.Sums.NONE);
    assertThat(ledger()).isEmpty();
  }

  @Test
  void refusalForAnotherAmount_isFinal_onlyWhenItWasGivenBack() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.OTHER_AMOUNT);
    provider.next(ProviderEntry.Kind.VOID, Fault.REQUEST_LOST, Fault.REFUSED);

    assertThat(operations.perform(authorize("a", 5_490))).isEqualTo(new Outcome.Unknown());
    assertThat(provider.sum()).isEqualTo(4_990);
    assertThat(operations.perform(authorize("a", 5_490)))
        .isEqualTo(new Outcome.Refused(Refusal.AMOUNT_MISMATCH));

    assertThat(provider.sum()).isZero();
  }

  @Test
  void goodHold_stays_besideOneThatWasGivenBack() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.OTHER_AMOUNT);
    operations.perform(authorize("a", 5_490));

    done(authorize("b", 5_490));
    operations.heed(order);
    operations.perform(authorize("a", 5_490));

    assertThat(payment().status()).isEqualTo(Status.AUTHORIZED);
    assertThat(provider.sum()).isEqualTo(5_490);
  }

  /**
   * The void of the wrong hold is heard of after the good hold: it lets go of the wrong one only.
   */
  @Test
  void goodHold_stays_whenTheWrongOneIsLetGoLater() {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.OTHER_AMOUNT);
    provider.next(ProviderEntry.Kind.VOID, Fault.ANSWER_LOST);
    assertThat(operations.perform(authorize("a", 5_490))).isEqualTo(new Outcome.Unknown());

    done(authorize("b", 5_490));
    operations.heed(order);

    assertThat(payment().sums().held()).isEqualTo(5_490);
    assertThat(ledger()).containsExactly("buyer -5490", "held 5490");
  }

  @Test
  void capture_isGivenBack_whenItIsAnother() {
    done(authorize("a", 5_490));
    provider.next(ProviderEntry.Kind.CAPTURE, Fault.OTHER_AMOUNT);

    assertThat(operations.perform(capture("c", 5_490)))
        .isEqualTo(new Outcome.Refused(Refusal.AMOUNT_MISMATCH));

    assertThat(provider.sum()).isZero();
    assertThat(payment().sums()).isEqualTo(Payment.Sums.NONE);
    assertThat(ledger()).containsExactly("buyer 0", "held 0");
  }

  // D 26: currencies without cents, and with three digits.

  @Test
  void yen_areNotHundredths() {
    done(ask("a", Kind.AUTHORIZE, new Money(9_899, "JPY")));
    done(ask("c", Kind.CAPTURE, new Money(9_899, "JPY")));

    Payment refunded = done(ask("r", Kind.REFUND, new Money(5_800, "JPY")));

    assertThat(refunded.sums().taken()).isEqualTo(4_099);
    assertThat(provider.done(order)).last().isEqualTo("REFUND 5800");
    assertThat(operations.perform(refund("r2", 1))).isEqualTo(new Outcome.CurrencyMismatch());
  }

  @Test
  void dinars_haveThreeDigits() {
    done(ask("a", Kind.AUTHORIZE, new Money(4_484, "KWD")));

    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4484");
  }

  // I 39: more back than came in.

  @Test
  void noMoreGoesBack_thanCameIn() throws Exception {
    done(authorize("a", 12_000));
    assertThat(done(capture("c", 10_000)).sums()).isEqualTo(new Payment.Sums(0, 10_000, 0));

    List<Outcome> both = atOnce(refund("r1", 6_000), refund("r2", 6_000));
    assertThat(both).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
    String other = both.getFirst() instanceof Outcome.Done ? "r2" : "r1";

    assertThat(operations.perform(refund(other, 6_000)))
        .isEqualTo(new Outcome.Refused(Refusal.REFUND_TOO_LARGE));
    assertThat(operations.perform(refund("r3", 4_001)))
        .isEqualTo(new Outcome.Refused(Refusal.REFUND_TOO_LARGE));
    assertThat(done(refund("r4", 4_000)).status()).isEqualTo(Status.REFUNDED);
    assertThat(operations.perform(capture("c2", 1)))
        .isEqualTo(new Outcome.Refused(Refusal.NOT_AUTHORIZED));
    assertThat(provider.sum()).isZero();
  }

  @Test
  void nothingIsCaptured_afterAVoid() {
    done(authorize("a", 4_990));
    undone();

    assertThat(operations.perform(capture("c", 1)))
        .isEqualTo(new Outcome.Refused(Refusal.NOT_AUTHORIZED));
  }

  @Test
  void capture_isRefused_whenItIsMoreThanIsHeld() {
    assertThat(operations.perform(capture("c", 1))).isEqualTo(new Outcome.UnknownPayment());
    done(authorize("a", 4_990));

    assertThat(operations.perform(capture("c", 4_991)))
        .isEqualTo(new Outcome.Refused(Refusal.CAPTURE_TOO_LARGE));
    assertThat(provider.asked()).isEqualTo(1);
  }

  @Test
  void key_namesOneOperation() {
    done(authorize("a", 4_990));

    assertThat(operations.perform(capture("a", 4_990)))
        .isEqualTo(new Outcome.Refused(Refusal.OPERATION_KEY_REUSED));
    assertThat(operations.perform(authorize("b", 5_000))).isEqualTo(new Outcome.InvalidAmount());
  }

  @Test
  void nothingIsSent_whenTheProviderIsDown_andTheSameKeyDoesItLater() {
    provider.down(true);
    assertThat(operations.perform(authorize("a", 4_990))).isEqualTo(new Outcome.Unavailable());
    assertThat(operations.perform(authorize("a", 4_990))).isEqualTo(new Outcome.Unknown());
    assertThatThrownBy(() -> operations.heed(order)).isInstanceOf(ProviderUnavailable.class);

    provider.down(false);

    assertThat(done(authorize("a", 4_990)).sums().held()).isEqualTo(4_990);
    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4990");
  }

  @Test
  void sixteenTries_holdOnce() throws Exception {
    provider.next(ProviderEntry.Kind.AUTHORIZE, Fault.REQUEST_LOST, Fault.ANSWER_LOST);
    Ask[] asks = Collections.nCopies(16, authorize("a", 4_990)).toArray(Ask[]::new);

    List<Outcome> outcomes = atOnce(asks);

    assertThat(outcomes)
        .allMatch(one -> one instanceof Outcome.Done || one instanceof Outcome.Unknown);
    assertThat(done(authorize("a", 4_990)).sums().held()).isEqualTo(4_990);
    assertThat(provider.done(order)).containsExactly("AUTHORIZE 4990");
  }

  /** Random operations, faults and repetitions: the ledger is always the provider's. */
  @Test
  void ledger_isTheProviders_afterRandomOperations() {
    Random random = new Random(20_261_128);
    for (int round = 0; round < 60; round++) {
      String id = order + "-" + round;
      ScriptedProvider scripted = new ScriptedProvider();
      Operations under = new Operations(store, scripted);
      for (ProviderEntry.Kind kind : ProviderEntry.Kind.values()) {
        for (int i = 0; i < 3; i++) {
          if (random.nextInt(3) == 0) {
            List<Fault> faults = kind == ProviderEntry.Kind.AUTHORIZE ? FAULTS_OF_HOLDS : FAULTS;
            scripted.next(kind, faults.get(random.nextInt(faults.size())));
          }
        }
      }
      for (int step = 0; step < 12; step++) {
        randomStep(random, under, id);
      }
      settled(under, id);

      Payment.Sums sums = store.find(id).map(Payment::sums).orElse(Payment.Sums.NONE);
      long held = 0;
      long taken = 0;
      for (Holding holding : Holding.of(scripted.entries(id))) {
        held += holding.held();
        taken += holding.taken();
      }
      assertThat(sums.held()).as("held of round %d", round).isEqualTo(held);
      assertThat(sums.taken()).as("taken of round %d", round).isEqualTo(taken);
    }
  }

  // What the database itself guards.

  @Test
  void database_refusesEntriesThatDoNotAddUp() {
    done(authorize("a", 4_990));

    assertRefused(
        "INSERT INTO ledger_entries (order_id, operation_key, account, amount_minor, currency,"
            + " created_at, created_by) VALUES ('%s', 'a', 'taken', 1, 'EUR', now(), 'x')");
    assertRefused(
        "UPDATE payments SET held_minor = held_minor - 1, version = version + 1 WHERE order_id ="
            + " '%s'");
  }

  @Test
  void database_refusesMoreBackThanCameIn() {
    done(authorize("a", 4_990));
    done(capture("c", 4_990));

    assertRefused("UPDATE payments SET refunded_minor = 4991 WHERE order_id = '%s'");
    assertRefused("UPDATE payments SET captured_minor = 4991 WHERE order_id = '%s'");
  }

  @Test
  void database_refusesToChangeOrTakeAwayEntries() {
    done(authorize("a", 4_990));

    assertRefused("UPDATE ledger_entries SET amount_minor = 1 WHERE order_id = '%s'");
    assertRefused("DELETE FROM ledger_entries WHERE order_id = '%s'");
    assertRefused("TRUNCATE ledger_entries -- %s");
  }

  @Test
  void database_refusesAPaymentWithoutCurrencyOrCountry() {
    for (String missing : List.of("currency", "country", "locale")) {
      assertThatThrownBy(
              () ->
                  database.write(
                      handle ->
                          handle.execute(
                              ("INSERT INTO payments (order_id, payment_id, amount_minor, currency,"
                                   + " country, locale, status, created_at, created_by, updated_at,"
                                   + " updated_by, version) SELECT 'x', '1234567890123456789012',"
                                   + " 1, 'EUR', 'DE', 'de', 'PENDING', now(), 'x', now(), 'x', 1")
                                  .replace(
                                      switch (missing) {
                                        case "currency" -> "'EUR'";
                                        case "country" -> "'DE'";
                                        default -> "'de'";
                                      },
                                      "''"))))
          .isInstanceOf(JdbiException.class);
    }
  }

  private void assertRefused(String statement) {
    assertThatThrownBy(() -> database.write(handle -> handle.execute(statement.formatted(order))))
        .isInstanceOf(JdbiException.class);
  }

  private void randomStep(Random random, Operations under, String id) {
    String key = "k" + random.nextInt(4);
    long amount = random.nextLong(1, 6_001);
    try {
      switch (random.nextInt(6)) {
        case 0, 1 -> under.perform(new Ask(id, key, Kind.AUTHORIZE, eur(5_000), buyer()));
        case 2 -> under.perform(new Ask(id, key, Kind.CAPTURE, eur(amount), Optional.empty()));
        case 3 -> under.perform(new Ask(id, key, Kind.REFUND, eur(amount), Optional.empty()));
        case 4 -> under.heed(id);
        default -> {
          if (random.nextInt(4) == 0) {
            under.undo(id, "u");
          }
        }
      }
    } catch (Died _) {
      // as a process that is killed: what it recorded before is there
    }
  }

  /** Asks again until nothing is unknown, as whoever asked does. */
  private void settled(Operations under, String id) {
    for (int i = 0; i < 20; i++) {
      try {
        under.heed(id);
        List<Operation> open =
            store.find(id).stream()
                .flatMap(payment -> payment.operations().stream())
                .filter(operation -> operation.status() == Operation.Status.UNKNOWN)
                .toList();
        if (open.isEmpty()) {
          return;
        }
        // what was begun to give something back goes on by looking
        for (Operation operation : open) {
          if (operation.kind() != Kind.VOID && operation.key().startsWith("k")) {
            under.perform(
                new Ask(
                    id,
                    operation.key(),
                    operation.kind(),
                    operation.amount(),
                    operation.cardToken().flatMap(_ -> buyer())));
          }
        }
      } catch (Died _) {
        // again
      }
    }
  }

  private Outcome tried(Ask ask) {
    try {
      return operations.perform(ask);
    } catch (Died _) {
      return new Outcome.Unknown();
    }
  }

  private Outcome undone() {
    try {
      return operations.undo(order, "u");
    } catch (Died _) {
      return new Outcome.Unknown();
    }
  }

  private List<Outcome> atOnce(Ask... asks) throws InterruptedException, ExecutionException {
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> futures = new ArrayList<>();
      for (Ask ask : asks) {
        futures.add(threads.submit(() -> operations.perform(ask)));
      }
      for (Future<Outcome> future : futures) {
        outcomes.add(future.get());
      }
    }
    return outcomes;
  }

  private Payment done(Ask ask) {
    Outcome outcome = operations.perform(ask);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).payment();
  }

  private Payment payment() {
    return store.find(order).orElseThrow();
  }

  /** Each account's balance. */
  private List<String> ledger() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT account || ' ' || sum(amount_minor) FROM ledger_entries WHERE order_id"
                        + " = :order GROUP BY account ORDER BY account")
                .bind("order", order)
                .mapTo(String.class)
                .list());
  }

  private Ask authorize(String key, long minor) {
    return ask(key, Kind.AUTHORIZE, eur(minor));
  }

  private Ask capture(String key, long minor) {
    return ask(key, Kind.CAPTURE, eur(minor));
  }

  private Ask refund(String key, long minor) {
    return ask(key, Kind.REFUND, eur(minor));
  }

  private Ask ask(String key, Kind kind, Money amount) {
    return new Ask(order, key, kind, amount, kind == Kind.AUTHORIZE ? buyer() : Optional.empty());
  }

  private static Optional<Ask.Buyer> buyer() {
    return Optional.of(new Ask.Buyer("tok_approve", "DE", "de-DE"));
  }

  private static Money eur(long minor) {
    return new Money(minor, "EUR");
  }

  /** A provider at which a capture arrives just before a void. */
  private record Overtaken(ScriptedProvider provider, String order) implements PaymentProvider {
    @Override
    public Ending authorize(String key, String reference, Money amount, String cardToken) {
      return provider.authorize(key, reference, amount, cardToken);
    }

    @Override
    public Ending capture(String key, String authorization, Money amount) {
      return provider.capture(key, authorization, amount);
    }

    @Override
    public Ending release(String key, String authorization) {
      provider.capture(order + "/c", authorization, eur(7_200));
      return provider.release(key, authorization);
    }

    @Override
    public Ending refund(String key, String authorization, Money amount) {
      return provider.refund(key, authorization, amount);
    }

    @Override
    public List<ProviderEntry> entries(String reference) {
      return provider.entries(reference);
    }

    @Override
    public List<ProviderEntry> ledger(long after, int max) {
      return provider.ledger(after, max);
    }
  }
}
