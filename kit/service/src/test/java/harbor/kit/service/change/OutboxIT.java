package harbor.kit.service.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written into the outbox, and what readers that stand anywhere make of it. */
class OutboxIT {
  private final DatabaseSettings settings = TestDatabase.fresh("numbers");
  private final Telemetry telemetry = Telemetry.recording("numbers", InMemorySpanExporter.create());
  private final Outbox outbox = new Outbox(telemetry);
  private Database database;
  private ChangeLog changes;

  @BeforeEach
  void open() {
    database = Database.open(settings, telemetry);
    changes = new ChangeLog(database);
  }

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
  }

  @Test
  void whatIsCommitted_isAnnounced_inItsOrder() {
    ChangePosition start = changes.newest();

    announce("a", "b", "a");
    announce("c");

    ChangeLog.Slice slice = changes.after(start);
    assertThat(slice.ids()).containsExactly("a", "b", "c");
    assertThat(slice.reset()).isFalse();
    assertThat(slice.more()).isFalse();
    assertThat(slice.position()).isEqualTo(changes.newest());
    assertThat(changes.after(slice.position()).ids()).isEmpty();
    assertThat(announced()).isEqualTo(3);
  }

  /** Of several changes that are told at once: the spans of those that this watcher is told. */
  @Test
  void changes_leadToTheSpansThatMadeThem_whenThoseAreRecorded() {
    ChangePosition start = changes.newest();
    Span lamp = telemetry.openTelemetry().getTracer("test").spanBuilder("lamp").startSpan();
    Span desk = telemetry.openTelemetry().getTracer("test").spanBuilder("desk").startSpan();
    try (Scope _ = lamp.makeCurrent()) {
      announce("lamp", "shade");
      announce("lamp");
    }
    try (Scope _ = desk.makeCurrent()) {
      announce("desk");
    }
    announce("sofa");

    ChangeLog.Slice slice = changes.after(start);

    assertThat(slice.changes().getTraceParentsList())
        .containsExactly(traceParent(lamp), traceParent(desk));
    assertThat(slice.of("desk"::equals).changes().getTraceParentsList())
        .containsExactly(traceParent(desk));
    assertThat(slice.of("sofa"::equals).changes().getTraceParentsList()).isEmpty();
    assertThat(slice.ids()).containsExactly("lamp", "shade", "desk", "sofa");
  }

  private static String traceParent(Span span) {
    SpanContext context = span.getSpanContext();
    return "00-%s-%s-%s"
        .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex());
  }

  @Test
  void whatIsRolledBack_isNotAnnounced() {
    ChangePosition start = changes.newest();

    assertThat(
            catchThrowable(
                () ->
                    database.write(
                        handle -> {
                          outbox.append(handle, List.of("a"));
                          throw Failure.notFound("UNKNOWN", "The transaction fails.");
                        })))
        .isInstanceOf(Failure.class);
    announce("b");

    assertThat(changes.after(start).ids()).containsExactly("b");
    assertThat(announced()).isEqualTo(1);
  }

  @Test
  void nothing_isNotAnnounced_andWaitsForNobody() throws Exception {
    ChangePosition start = changes.newest();
    try (Connection other = transaction()) {
      execute(other, "SELECT position FROM outbox_head FOR UPDATE");

      announce();

      other.rollback();
    }
    assertThat(changes.newest()).isEqualTo(start);
  }

  @Test
  void manyIds_areToldFiveHundredAtATime() {
    ChangePosition start = changes.newest();
    String[] ids = IntStream.range(0, 1_234).mapToObj(i -> "p" + i).toArray(String[]::new);
    announce(ids);

    List<String> told = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    ChangeLog.Slice slice;
    do {
      slice = changes.after(start);
      start = slice.position();
      told.addAll(slice.ids());
      sizes.add(slice.ids().size());
    } while (slice.more());

    assertThat(told).containsExactly(ids);
    assertThat(sizes).containsExactly(500, 500, 234);
  }

  @Test
  void smallEntries_areToldTogether_eachIdOnce() {
    ChangePosition start = changes.newest();
    for (int i = 0; i < 700; i++) {
      announce("p" + i % 650);
    }

    ChangeLog.Slice first = changes.after(start);
    ChangeLog.Slice second = changes.after(first.position());

    assertThat(first.ids()).hasSize(500);
    assertThat(first.more()).isTrue();
    assertThat(second.ids()).hasSize(200).contains("p649", "p0", "p49");
    assertThat(second.more()).isFalse();
  }

  /** The one that announces first commits last: nobody is told of the second before the first. */
  @Test
  void transactions_becomeVisibleInTheOrderOfTheirPositions() throws Exception {
    ChangePosition start = changes.newest();
    CompletableFuture<Void> mayCommit = new CompletableFuture<>();
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                database.write(
                    handle -> {
                      outbox.append(handle, List.of("first"));
                      return mayCommit.join();
                    }));
    await().until(() -> headLocks() == 1);
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> announce("second"));
    await().until(() -> TestDatabase.waitingForALock() == 1);

    ChangeLog.Slice meanwhile = changes.after(start);
    mayCommit.complete(null);
    first.get(10, TimeUnit.SECONDS);
    second.get(10, TimeUnit.SECONDS);

    assertThat(meanwhile.ids()).isEmpty();
    assertThat(changes.after(meanwhile.position()).ids()).containsExactly("first", "second");
  }

  /** The counter-test: with positions from a sequence the same reader never hears of the first. */
  @Test
  void transactions_areLost_whenPositionsComeFromASequence() throws Exception {
    try (Connection setUp = transaction()) {
      execute(setUp, "CREATE TABLE sequenced (position bigserial PRIMARY KEY, id text NOT NULL)");
      setUp.commit();
    }
    try (Connection first = transaction();
        Connection second = transaction();
        Connection reader = transaction()) {
      execute(first, "INSERT INTO sequenced (id) VALUES ('first')");
      execute(second, "INSERT INTO sequenced (id) VALUES ('second')");
      second.commit();
      Map<String, Long> meanwhile = sequencedAfter(reader, 0);
      first.commit();
      Map<String, Long> afterwards =
          sequencedAfter(reader, meanwhile.values().stream().mapToLong(p -> p).max().orElseThrow());

      assertThat(meanwhile).containsOnlyKeys("second");
      assertThat(afterwards).isEmpty();
    }
  }

  /**
   * Writers at two instances, whose transactions last differently long and fail now and then;
   * readers that change between the instances, stop anywhere and go on from their token: each hears
   * of everything that was committed, in the order of the commits of each id.
   */
  @Test
  void everyReader_hearsOfEverything_whateverTheOrderOfCommits() throws Exception {
    int writers = 6;
    int rounds = 60;
    Database otherDatabase = Database.open(settings, telemetry);
    try {
      ChangeLog otherChanges = new ChangeLog(otherDatabase);
      String start = changes.newest().token();
      CompletableFuture<?>[] writing = new CompletableFuture<?>[writers];
      List<List<String>> committed = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        Database at = writer % 2 == 0 ? database : otherDatabase;
        List<String> own = new ArrayList<>();
        committed.add(own);
        int number = writer;
        writing[writer] =
            CompletableFuture.runAsync(
                () -> write(at, number, rounds, own), Thread::startVirtualThread);
      }
      List<CompletableFuture<List<String>>> reading = new ArrayList<>();
      CompletableFuture<Void> written = CompletableFuture.allOf(writing);
      for (int reader = 0; reader < 4; reader++) {
        Random random = new Random(1_000 + reader);
        reading.add(
            CompletableFuture.supplyAsync(
                () -> read(List.of(changes, otherChanges), start, random, written),
                Thread::startVirtualThread));
      }
      written.get(60, TimeUnit.SECONDS);

      for (CompletableFuture<List<String>> reader : reading) {
        List<String> told = reader.get(60, TimeUnit.SECONDS);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < told.size(); i++) {
          places.put(told.get(i), i);
        }
        for (List<String> own : committed) {
          assertThat(own).isNotEmpty();
          assertThat(told).containsAll(own);
          assertThat(own.stream().map(places::get).toList()).isSorted();
        }
        assertThat(told).noneMatch(id -> id.startsWith("failed"));
        assertThat(told).doesNotHaveDuplicates();
      }
    } finally {
      otherDatabase.close();
    }
  }

  @Test
  void positionOfTheFuture_resets() {
    announce("a");
    ChangePosition newest = changes.newest();

    assertReset(new ChangePosition(newest.number() + 1, newest.atMicros()));
  }

  @Test
  void positionOfAnotherHistory_resets() {
    announce("a");
    announce("b");
    ChangePosition newest = changes.newest();

    assertReset(new ChangePosition(newest.number(), newest.atMicros() + 1));
    assertReset(new ChangePosition(newest.number() - 1, newest.atMicros() - 1_000_000));
  }

  /** Restored, and as many changes later: the same positions stand for other changes. */
  @Test
  void positionFromBeforeARestore_resets_evenWhenItIsReachedAgain() {
    announce("a");
    announce("lost");
    ChangePosition before = changes.newest();
    database.write(handle -> handle.execute("DELETE FROM changes WHERE position = 2"));
    database.write(handle -> handle.execute("UPDATE outbox_head SET position = 1"));
    announce("other");
    assertThat(changes.newest().number()).isEqualTo(before.number());
    announce("another");

    assertReset(before);
  }

  @Test
  void oldOnes_areRemoved_inSmallTransactions_andWhatFollowsThemIsStillTold() {
    ChangePosition start = changes.newest();
    for (int i = 0; i < 10; i++) {
      announce("old" + i);
    }
    ChangePosition middle = new ChangePosition(5, atMicros(5));
    ChangePosition lastOld = changes.newest();
    age("1 day 1 minute");
    lastOld = new ChangePosition(lastOld.number(), atMicros(lastOld.number()));
    for (int i = 0; i < 3; i++) {
      announce("young" + i);
    }

    int removed = changes.removeOld(Instant.now().minusSeconds(86_400), 4);

    assertThat(removed).isEqualTo(10);
    assertReset(start);
    assertReset(middle);
    assertThat(changes.after(lastOld).ids()).containsExactly("young0", "young1", "young2");
    assertThat(changes.removeOld(Instant.now().minusSeconds(86_400), 4)).isZero();
  }

  @Test
  void newestOne_stays_howeverOldItIs() {
    announce("a");
    announce("b");
    age("400 days");
    ChangePosition newest = changes.newest();

    changes.removeOld(Instant.now().minusSeconds(86_400), 500);

    assertThat(changes.newest()).isEqualTo(newest);
    announce("c");
    assertThat(changes.after(newest).ids()).containsExactly("c");
  }

  @Test
  void nobodyElseRemoves_whileOneInstanceDoes() throws Exception {
    for (int i = 0; i < 10; i++) {
      announce("old" + i);
    }
    age("2 days");
    Instant before = Instant.now().minusSeconds(86_400);
    try (Connection other = transaction()) {
      execute(other, "SELECT FROM changes WHERE position = 0 FOR UPDATE");

      assertThat(changes.removeOld(before, 4)).isZero();

      other.rollback();
    }
    assertThat(changes.removeOld(before, 4)).isEqualTo(10);
  }

  /** Nobody does that, but whoever does must not make others miss anything. */
  @Test
  void hole_resets() {
    announce("a");
    ChangePosition start = changes.newest();
    announce("b");
    announce("c");
    database.write(
        handle -> handle.execute("DELETE FROM changes WHERE position = ?", start.number() + 1));

    assertReset(start);
  }

  @Test
  void head_mustBeThere() {
    database.write(handle -> handle.execute("DELETE FROM outbox_head"));

    assertThat(catchThrowable(() -> announce("a"))).hasMessageContaining("outbox_head");
  }

  private void write(Database at, int writer, int rounds, List<String> committed) {
    Random random = new Random(writer);
    for (int round = 0; round < rounds; round++) {
      String id = "w%d-%d".formatted(writer, round);
      boolean fails = random.nextInt(10) == 0;
      int before = random.nextInt(4);
      int after = random.nextInt(4);
      try {
        at.write(
            handle -> {
              pause(before);
              outbox.append(handle, List.of(fails ? "failed-" + id : id));
              pause(after);
              if (fails) {
                throw Failure.notFound("UNKNOWN", "The transaction fails.");
              }
              return committed.add(id);
            });
      } catch (Failure failure) {
        assertThat(fails).isTrue();
      }
    }
  }

  /** Reads from either instance, now and then again from an earlier token, until nothing comes. */
  private static List<String> read(
      List<ChangeLog> instances, String start, Random random, CompletableFuture<Void> written) {
    List<String> told = new ArrayList<>();
    String token = start;
    boolean last = false;
    while (true) {
      boolean over = written.isDone();
      ChangeLog.Slice slice =
          instances.get(random.nextInt(instances.size())).after(ChangePosition.of(token));
      assertThat(slice.reset()).isFalse();
      boolean breaksOff = random.nextInt(3) == 0;
      // A stream that breaks before its response was dealt with goes on from the token before.
      if (!breaksOff) {
        told.addAll(slice.ids());
        token = slice.position().token();
        if (over && last && slice.ids().isEmpty()) {
          return told;
        }
        last = over;
      }
      pause(random.nextInt(3));
    }
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertReset(ChangePosition from) {
    ChangeLog.Slice slice = changes.after(from);
    assertThat(slice.reset()).isTrue();
    assertThat(slice.ids()).isEmpty();
    assertThat(slice.position()).isEqualTo(changes.newest());
  }

  private void announce(String... ids) {
    database.write(
        handle -> {
          outbox.append(handle, List.of(ids));
          return true;
        });
  }

  private double announced() {
    return telemetry.metrics().get("harbor.watch.announced").counter().count();
  }

  private void age(String by) {
    database.write(
        handle ->
            handle.execute("UPDATE changes SET changed_at = changed_at - CAST(? AS interval)", by));
  }

  private long atMicros(long number) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT (extract(epoch FROM changed_at) * 1000000)::bigint FROM changes"
                        + " WHERE position = :number")
                .bind("number", number)
                .mapTo(Long.class)
                .one());
  }

  /** How many transactions of this database hold the head's table. */
  private int headLocks() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM pg_locks WHERE relation = 'outbox_head'::regclass"
                        + " AND mode = 'RowExclusiveLock' AND granted")
                .mapTo(Integer.class)
                .one());
  }

  private Connection transaction() throws SQLException {
    Connection connection = DriverManager.getConnection(settings.url());
    connection.setAutoCommit(false);
    execute(connection, "SET search_path = numbers");
    connection.commit();
    return connection;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Map<String, Long> sequencedAfter(Connection reader, long position)
      throws SQLException {
    try (PreparedStatement query =
        reader.prepareStatement(
            "SELECT id, position FROM sequenced WHERE position > ? ORDER BY position")) {
      query.setLong(1, position);
      Map<String, Long> found = new LinkedHashMap<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          found.put(rows.getString(1), rows.getLong(2));
        }
      }
      reader.commit();
      return found;
    }
  }
}
