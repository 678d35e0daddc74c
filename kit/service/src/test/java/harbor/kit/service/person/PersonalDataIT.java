package harbor.kit.service.person;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.client.Caller;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Export, erasure and search by the rules of tables, on a real database. */
class PersonalDataIT {
  private static final Caller ANN = Caller.user("ann-4711");
  private static final Caller BEN = Caller.user("ben-4712");
  private static final String MAIL = "ann@example.org";

  private static final List<PersonalTable> TABLES =
      List.of(
          PersonalTable.of("people", "user_id")
              .identifiedBy("mail")
              .assessment("fraud_score", "Decides how orders are checked."),
          PersonalTable.of("addresses", "user_id"),
          PersonalTable.partOf("notes", "addresses", "id"),
          PersonalTable.of("orders", "owner").keptWithout("mail", "street"),
          PersonalTable.partOf("order_lines", "orders", "order_id").keptWithout("engraved"),
          PersonalTable.partOf("returns", "orders", "order_id").kept(),
          PersonalTable.none("rates"));

  private final Telemetry telemetry = Telemetry.recording("people", InMemorySpanExporter.create());
  private final Database database = Database.open(TestDatabase.fresh("people"), telemetry);
  private final List<String> announced = new ArrayList<>();
  private final PostgresPersonalData data =
      new PostgresPersonalData(
          database, TABLES, List.of(), List.of((_, user) -> announced.add(user.subject())));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @BeforeEach
  void fill() {
    for (String sql :
        List.of(
            "INSERT INTO people VALUES ('ann-4711', 'ann@example.org', 987654, 'user:ann-4711',"
                + " 'x'), ('ben-4712', 'ben@example.org', 7, 'user:ben-4712', 'user:ann-4711')",
            "INSERT INTO addresses VALUES (1, 'ann-4711', 'Elm Street'), (2, 'ben-4712', 'Oak')",
            "INSERT INTO notes VALUES (0, 1, 'rings twice'), (0, 2, 'has a dog')",
            "INSERT INTO orders VALUES ('o-1', 'user:ann-4711', 'ann@example.org', 'Elm Street',"
                + " 5), ('o-2', 'user:ben-4712', 'ben@example.org', 'Oak', 6)",
            "INSERT INTO order_lines VALUES ('o-1', 'mug', 'For Ann'), ('o-2', 'pen', 'For Ben')",
            "INSERT INTO returns VALUES ('r-1', 'o-1', 'user:ann-4711'), ('r-2', 'o-2', 'user:x')",
            "INSERT INTO rates VALUES ('DE', 'user:ann-4711', 'importer'), ('FR', 'x', 'x')",
            "INSERT INTO idempotency_keys VALUES ('user:ann-4711', 'm', 'k', sha256(''), false,"
                + " 'hidden answer', now()), ('user:ben-4712', 'm', 'k', sha256(''), false, 'ben',"
                + " now()), ('user:admin', 'm', 'k', sha256(''), false, 'made by ann-4711',"
                + " now())")) {
      write(handle -> handle.execute(sql));
    }
  }

  @AfterEach
  void close() {
    threads.close();
    database.close();
    telemetry.close();
  }

  @Test
  void export_hasEveryRowOfThePerson_andNobodyElses() {
    List<PostgresPersonalData.Found> found = data.export(ANN);

    assertThat(found)
        .extracting(PostgresPersonalData.Found::table)
        .containsExactly(
            "people",
            "addresses",
            "notes",
            "orders",
            "order_lines",
            "returns",
            "idempotency_keys",
            "rates");
    assertThat(found.toString())
        .contains("Elm Street", "rings twice", "For Ann", MAIL, "madeOrChanged")
        .doesNotContain("Oak", "has a dog", "For Ben", "ben@example.org");
    assertThat(found.getFirst().identifying()).containsExactly(MAIL);
  }

  @Test
  void export_saysOfAssessments_onlyThatTheyExistAndWhatFor() {
    assertThat(data.export(ANN).toString())
        .contains("\"fraud_score\": \"Decides how orders are checked.\"")
        .doesNotContain("987654", hex("hidden answer"));
  }

  @Test
  void erasure_leavesNothingToBeFound_andEverythingOfOthers() {
    List<String> others = data.export(BEN).stream().map(Record::toString).toList();
    assertThat(data.find(List.of(ANN.id(), MAIL)).keySet())
        .containsExactly("addresses", "idempotency_keys", "orders", "people", "rates", "returns");

    Map<String, Long> erased = data.erase(ANN);

    assertThat(erased)
        .containsEntry("people", 2L)
        .containsEntry("idempotency_keys", 2L)
        .containsEntry("rates", 1L);
    assertThat(data.find(List.of(ANN.id(), MAIL, "Elm Street", "For Ann", "rings twice")))
        .isEmpty();
    assertThat(data.export(ANN)).isEmpty();
    assertThat(data.export(BEN).stream().map(Record::toString).toList())
        .isEqualTo(
            others.stream().map(row -> row.replace("user:ann-4711", "user:erased")).toList());
    assertThat(announced).containsExactly("user:ann-4711");
  }

  @Test
  void erasure_keepsWhatTheLawWants_withoutThePerson() {
    data.erase(ANN);

    assertThat(
            texts(
                "SELECT concat_ws(' ', order_id, owner, mail, street, total) FROM orders ORDER BY"
                    + " 1"))
        .containsExactly("o-1 user:erased  5", "o-2 user:ben-4712 ben@example.org Oak 6");
    assertThat(
            texts("SELECT concat_ws(' ', order_id, product, engraved) FROM order_lines ORDER BY 1"))
        .containsExactly("o-1 mug", "o-2 pen For Ben");
    assertThat(texts("SELECT concat_ws(' ', return_id, created_by) FROM returns ORDER BY 1"))
        .containsExactly("r-1 user:erased", "r-2 user:x");
  }

  @Test
  void erasure_leavesKeys_thatAWorkWaitsFor() {
    write(
        handle ->
            handle.execute(
                "INSERT INTO idempotency_keys VALUES ('user:ann-4711', 'm', 'held', sha256(''),"
                    + " false, '', now(), 'saga-1')"));

    data.erase(ANN);

    assertThat(texts("SELECT key FROM idempotency_keys WHERE owner = 'user:ann-4711'"))
        .containsExactly("held");
  }

  @Test
  void erasure_mayBeRepeated() {
    data.erase(ANN);

    assertThat(data.erase(ANN)).isEmpty();
  }

  /** A search looks everywhere, so that what no rule knows is found too. */
  @Test
  void search_findsWhatNoRuleErases() {
    write(handle -> handle.execute("CREATE TABLE logs (line text, packed bytea)"));
    write(handle -> handle.execute("INSERT INTO logs VALUES ('by ann-4711', NULL)"));
    write(
        handle ->
            handle.execute(
                "INSERT INTO logs VALUES ('', convert_to('to ann@example.org!', 'UTF8'))"));

    data.erase(ANN);

    assertThat(data.find(List.of(ANN.id(), MAIL))).containsExactly(Map.entry("logs", 2L));
    assertThat(data.faults()).containsExactly("logs: no rule");
  }

  @Test
  void rules_areChecked_againstTheTables() {
    assertThat(data.faults()).isEmpty();

    assertThat(
            new PostgresPersonalData(
                    database,
                    List.of(PersonalTable.of("people", "nobody"), PersonalTable.none("gone")),
                    List.of(),
                    List.of())
                .faults())
        .containsExactlyInAnyOrder(
            "addresses: no rule",
            "notes: no rule",
            "orders: no rule",
            "order_lines: no rule",
            "returns: no rule",
            "rates: no rule",
            "people.nobody: no such column",
            "gone: no such table");
  }

  @Test
  void rule_isRefused_whenItsNamesAreNone_orItsParentIsUnknown() {
    for (String name : List.of("", "a b", "a;DROP", "A")) {
      assertThatThrownBy(() -> PersonalTable.none(name)).hasMessageContaining("malformed");
      assertThatThrownBy(() -> PersonalTable.of("a", name)).hasMessageContaining("malformed");
    }
    assertThatThrownBy(
            () ->
                new PostgresPersonalData(
                    database, List.of(PersonalTable.partOf("a", "b", "id")), List.of(), List.of()))
        .hasMessageContaining("declared before");
  }

  @Test
  void lateWrite_isRefused_forGood() {
    data.erase(ANN);

    assertThatThrownBy(() -> write(handle -> comeBack(handle, ANN)))
        .isInstanceOf(Failure.class)
        .hasMessage("The user is known no more.");
    write(handle -> comeBack(handle, Caller.guest("ann-4711")));
    write(handle -> comeBack(handle, BEN));
    assertThat(texts("SELECT user_id FROM addresses WHERE street = 'late' ORDER BY 1"))
        .containsExactly("ann-4711", "ben-4712");
  }

  @Test
  void writeUnderWay_isErasedToo() throws Exception {
    Future<?> erasure =
        write(
            handle -> {
              comeBack(handle, ANN);
              return waiting(() -> data.erase(ANN));
            });

    erasure.get();
    assertThat(data.find(List.of(ANN.id()))).isEmpty();
  }

  @Test
  void writeThatComesDuringTheErasure_isRefused() {
    Future<?> late =
        write(
            handle -> {
              ErasedPeople.put(handle, ANN);
              return waiting(() -> write(other -> comeBack(other, ANN)));
            });

    assertThatThrownBy(late::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Failure.class);
    assertThat(texts("SELECT user_id FROM addresses WHERE street = 'late'")).isEmpty();
  }

  /** The counter-test: a write that does not ask comes back. */
  @Test
  void lateWrite_bringsThePersonBack_whenItDoesNotAsk() {
    data.erase(ANN);
    write(handle -> handle.execute("INSERT INTO addresses VALUES (9, 'ann-4711', 'late')"));

    assertThat(data.find(List.of(ANN.id()))).containsExactly(Map.entry("addresses", 1L));
  }

  private static int comeBack(Handle handle, Caller caller) {
    ErasedPeople.refuse(handle, caller);
    return handle.execute(
        "INSERT INTO addresses SELECT 10 + count(*), ?, 'late' FROM addresses", caller.id());
  }

  /** Begins something that waits for the transaction which begins it. */
  private Future<?> waiting(Runnable work) {
    Future<?> begun = threads.submit(work);
    await().until(() -> TestDatabase.waitingForALock() == 1);
    return begun;
  }

  private <T> T write(HandleCallback<T, RuntimeException> work) {
    return database.write(work);
  }

  private List<String> texts(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(String.class).list());
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }
}
