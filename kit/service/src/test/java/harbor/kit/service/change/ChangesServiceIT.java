package harbor.kit.service.change;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.TestCore;
import harbor.kit.service.database.Database;
import harbor.observability.Telemetry;
import harbor.type.v1.ChangesServiceGrpc;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers that come back and ask what changed, over a socket and a real database. */
class ChangesServiceIT {
  private static final Caller ANN = Caller.user("ann");

  private final TestCore core =
      TestCore.start(
          CoreProcess.of(
              "numbers",
              9999,
              core -> {
                var _ = core.changes();
                return core.serves();
              }));
  private final Telemetry telemetry = Telemetry.recording("numbers", InMemorySpanExporter.create());
  private final Database database = Database.open(core.database(), telemetry);
  private final Outbox outbox = new Outbox(telemetry);

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
    core.close();
  }

  @Test
  void caller_isToldOfWhatTheyAskFor_andOfTheirOwn_inOrder() {
    String start = newest();
    announce("b", "user:ann +x b", "user:bob +x b");
    announce("a", "user:ann -x b", "c");
    announce("a", "user:ann +x b", "user:anna +x b");

    ListChangesResponse told = changes(start, "a", "b", "user:bob +x b", "no\0id");

    assertThat(told.getIdsList()).containsExactly("b", "user:ann +x b", "a", "user:ann -x b");
    assertThat(told.getMore()).isFalse();
    assertThat(told.getResumeToken()).isEqualTo(newest());
    assertThat(changes(told.getResumeToken(), "a", "b").getIdsList()).isEmpty();
  }

  @Test
  void newcomer_isToldTheNewestPlace_andNothingElse() {
    announce("a");

    ListChangesResponse told = changes("", "a");

    assertThat(told.getIdsList()).isEmpty();
    assertThat(told.getResumeToken()).isEqualTo(newest());
  }

  /** Whoever asks about nothing that happens has a place that moves on. */
  @Test
  void place_movesOn_whereNothingIsTold() {
    String start = newest();
    announce("a");

    String later = changes(start, "b").getResumeToken();
    forgetAllButTheNewest();

    assertThat(changes(later, "b").getIdsList()).isEmpty();
    assertExpired(start);
  }

  /** By the clock, or by a number that is drawn early, it would be missed. */
  @Test
  void changeThatIsCommittedLate_isTold() throws SQLException {
    String start = newest();
    try (Connection late = core.connection();
        Statement statement = late.createStatement()) {
      late.setAutoCommit(false);
      statement.execute("SELECT set_config('search_path', 'numbers', false)");
      statement.execute("SELECT clock_timestamp()");
      announce("k2");

      ListChangesResponse early = changes(start, "k1", "k2");
      statement.execute("UPDATE outbox_head SET position = position + 1");
      statement.execute(
          "INSERT INTO changes (position, changed_at, ids)"
              + " SELECT position, now() - interval '1 hour', '{k1}' FROM outbox_head");
      ListChangesResponse meanwhile = changes(early.getResumeToken(), "k1", "k2");
      late.commit();

      assertThat(early.getIdsList()).containsExactly("k2");
      assertThat(meanwhile.getIdsList()).isEmpty();
      assertThat(changes(meanwhile.getResumeToken(), "k1", "k2").getIdsList())
          .containsExactly("k1");
    }
  }

  /** 1,000 was given; the backup knew 900; the same numbers are given again. */
  @Test
  void tokenOfAFuture_isExpired_alsoWhenItsNumberWasGivenAgain() {
    announce("a");
    String kept = newest();
    announce("b");
    String ahead = newest();
    execute("DELETE FROM changes WHERE position = (SELECT max(position) FROM changes)");
    execute("UPDATE outbox_head SET position = position - 1");

    assertExpired(ahead);
    announce("c");
    announce("d");

    assertExpired(ahead);
    assertThat(changes(kept, "a", "b", "c", "d").getIdsList()).containsExactly("c", "d");
  }

  @Test
  void token_isExpired_whenWhatFollowedItIsGone() {
    String start = newest();
    announce("a");
    announce("b");
    announce("c");
    execute("DELETE FROM changes WHERE '{b}' = ids");

    assertExpired(start);
  }

  @Test
  void manyChanges_areLookedThroughInParts() {
    String start = newest();
    execute(
        "INSERT INTO changes (position, changed_at, ids)"
            + " SELECT n, now(), ARRAY['p' || n] FROM generate_series(1, 20005) AS n");
    execute("UPDATE outbox_head SET position = 20005");

    ListChangesResponse first = changes(start, "p1", "p20000", "p20001");
    ListChangesResponse second = changes(first.getResumeToken(), "p1", "p20000", "p20001");

    assertThat(first.getIdsList()).containsExactly("p1", "p20000");
    assertThat(first.getMore()).isTrue();
    assertThat(second.getIdsList()).containsExactly("p20001");
    assertThat(second.getMore()).isFalse();
  }

  @Test
  void request_isRefused_whenItIsNone() {
    core.assertFails(
        () -> changes("none", "a"), Status.Code.INVALID_ARGUMENT, "INVALID_RESUME_TOKEN");
    core.assertFails(
        () -> changes("", Collections.nCopies(12_001, "a").toArray(String[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
    core.assertFails(
        () -> ChangesServiceGrpc.newBlockingStub(core.channel()).listChanges(request("")),
        Status.Code.UNAUTHENTICATED,
        "NO_CALLER");
  }

  private void announce(String... ids) {
    database.write(
        handle -> {
          outbox.append(handle, List.of(ids));
          return ids.length;
        });
  }

  private void execute(String sql) {
    database.write(handle -> handle.execute(sql));
  }

  private void forgetAllButTheNewest() {
    execute("DELETE FROM changes WHERE position < (SELECT max(position) FROM changes)");
  }

  private void assertExpired(String token) {
    core.assertFails(
        () -> changes(token, "a"), Status.Code.FAILED_PRECONDITION, "RESUME_TOKEN_EXPIRED");
  }

  private String newest() {
    return changes("").getResumeToken();
  }

  private ListChangesResponse changes(String token, String... ids) {
    return ChangesServiceGrpc.newBlockingStub(core.onBehalfOf(ANN))
        .listChanges(request(token, ids));
  }

  private static ListChangesRequest request(String token, String... ids) {
    return ListChangesRequest.newBuilder().setResumeToken(token).addAllIds(List.of(ids)).build();
  }
}
