package harbor.kit.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import harbor.kit.service.call.Failure;
import harbor.observability.Telemetry;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Deadline;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseIT {
  private DatabaseSettings settings;
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private Telemetry telemetry;
  private Database database;
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

  @BeforeEach
  void open() {
    telemetry = Telemetry.recording("numbers", spans);
    settings = TestDatabase.fresh("numbers");
    database = Database.open(settings, telemetry);
  }

  @AfterEach
  void close() {
    database.close();
    telemetry.close();
    scheduler.shutdownNow();
  }

  @Test
  void write_isSeenByTheNextRead() {
    database.write(handle -> handle.execute("INSERT INTO numbers VALUES (?)", 7));

    assertThat(numbers()).containsExactly(7);
  }

  @Test
  void write_isRolledBack_whenTheWorkThrows() {
    Throwable thrown =
        catchThrowable(
            () ->
                database.write(
                    handle -> {
                      handle.execute("INSERT INTO numbers VALUES (7)");
                      throw Failure.notFound("UNKNOWN_NUMBER", "8");
                    }));

    assertThat(thrown).isInstanceOf(Failure.class);
    assertThat(numbers()).isEmpty();
  }

  @Test
  void read_cannotWrite() {
    Throwable thrown =
        catchThrowable(
            () -> database.read(handle -> handle.execute("INSERT INTO numbers VALUES (7)")));

    assertThat(thrown).hasMessageContaining("read-only transaction");
  }

  @Test
  void work_isDoneAsTheServicesOwnRole_inItsOwnSchema() {
    String who =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT current_user || ' ' || current_schema()")
                    .mapTo(String.class)
                    .one());

    assertThat(who).isEqualTo("harbor_numbers numbers");
  }

  @Test
  void work_isRefusedAtOnce_whileTheServerIsAway() {
    TestDatabase.away(settings);
    assertThat(database.look()).isFalse();
    AtomicReference<Throwable> thrown = new AtomicReference<>();

    // it would wait for a connection until its time is over, and say that instead
    withDeadline(500, () -> thrown.set(catchThrowable(this::numbers)));

    assertThat(thrown.get()).isInstanceOf(Failure.class).hasMessageContaining("cannot reach");
    TestDatabase.back(settings);
    assertThat(database.look()).isTrue();
    assertThat(numbers()).isEmpty();
  }

  @Test
  void look_saysNothingOfAServer_whenAllConnectionsAreAtWork() {
    CompletableFuture<Void> end = new CompletableFuture<>();
    List<CompletableFuture<Void>> busy =
        IntStream.range(0, settings.poolSize())
            .mapToObj(
                _ ->
                    CompletableFuture.runAsync(
                        () -> database.read(_ -> end.join()), Thread::startVirtualThread))
            .toList();
    await().until(() -> TestDatabase.idleInTransaction(settings) == settings.poolSize());

    assertThat(database.look()).isTrue();

    end.complete(null);
    busy.forEach(CompletableFuture::join);
  }

  @Test
  void write_saysSo_whenTheServerTakesNoChanges() {
    TestDatabase.readOnly(settings);
    database.look();

    Throwable thrown =
        catchThrowable(
            () -> database.write(handle -> handle.execute("INSERT INTO numbers VALUES (7)")));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.reason()).isEqualTo("DATABASE_READ_ONLY"));
    assertThat(numbers()).isEmpty();
  }

  @Test
  void statementTimeout_isWhatIsLeftOfTheCall() {
    AtomicInteger millis = new AtomicInteger();

    withDeadline(9_000, () -> millis.set(statementTimeoutMillis()));

    assertThat(millis.get()).isBetween(1, 9_000);
  }

  @Test
  void statementTimeout_isTenSeconds_whenTheCallHasNoDeadline() {
    assertThat(statementTimeoutMillis()).isEqualTo(10_000);
  }

  @Test
  void statementTimeout_isTheReadsOwnTime_whenItHasOne() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();

    withDeadline(
        60_000,
        () ->
            thrown.set(
                catchThrowable(
                    () ->
                        database.readWithin(
                            Duration.ofMillis(100),
                            handle ->
                                handle
                                    .createQuery("SELECT pg_sleep(60)::text")
                                    .mapTo(String.class)
                                    .one()))));

    assertThat(((Failure) thrown.get()).code()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(((Failure) thrown.get()).reason()).isEqualTo("DATABASE_UNAVAILABLE");
  }

  @Test
  void call_endsWithDeadlineExceeded_whenTheStatementOutlivesIt() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();

    withDeadline(100, () -> thrown.set(catchThrowable(this::sleepAMinute)));

    assertThat(((Failure) thrown.get()).code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
  }

  @Test
  void statement_endsOnTheServer_whenTheClientLeaves() throws Exception {
    CancellableContext call = Context.current().withCancellation();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.startVirtualThread(
        call.wrap((Runnable) () -> ended.complete(catchThrowable(this::sleepAMinute))));
    await().until(() -> sleepers() == 1);

    call.cancel(null);

    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
    await().until(() -> sleepers() == 0);
  }

  /** A hedge that lost, a client that left: what we cancel ourselves is no error. */
  @Test
  void spanOfAStatement_isNoError_whenTheClientLeaves() throws Exception {
    CancellableContext call = Context.current().withCancellation();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.startVirtualThread(
        call.wrap(
            (Runnable) () -> ended.complete(catchThrowable(() -> traced(this::sleepAMinute)))));
    await().until(() -> sleepers() == 1);

    call.cancel(null);

    assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
    assertThat(sleeping().getStatus()).isEqualTo(StatusData.unset());
  }

  /** The counter-test: also where the end of the call comes before that of the statement's time. */
  @Test
  void spanOfAStatement_isAnError_whenItsTimeIsOver() {
    withDeadline(
        100,
        () ->
            assertThat(catchThrowable(() -> traced(this::sleepAMinute)))
                .isInstanceOf(Failure.class));

    assertThat(sleeping().getStatus()).isEqualTo(StatusData.error());
  }

  private void traced(Runnable work) {
    Span call = telemetry.openTelemetry().getTracer("test").spanBuilder("call").startSpan();
    try (var _ = call.makeCurrent()) {
      work.run();
    }
  }

  private SpanData sleeping() {
    return spans.getFinishedSpanItems().stream()
        .filter(span -> span.toString().contains("pg_sleep"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void statement_goesOn_whenItIsNotGuarded() {
    CancellableContext call = Context.current().withCancellation();
    Context unguarded = Context.ROOT;
    Thread.startVirtualThread(call.wrap(unguarded.wrap((Runnable) this::sleepThreeSecondsQuietly)));
    await().until(() -> sleepers() == 1);

    call.cancel(null);

    assertThat(sleepers()).isEqualTo(1);
  }

  /** Who stays came earlier: had the pool's time passed, theirs would have. */
  @Test
  void waitForAConnection_ends_whenTheClientLeaves() throws Exception {
    CancellableContext holders = Context.current().withCancellation();
    for (int i = 0; i < 4; i++) {
      Thread.startVirtualThread(holders.wrap((Runnable) this::sleepUntilCancelled));
    }
    await().until(() -> sleepers() == 4);
    CompletableFuture<Throwable> stays = waiting(Context.current());
    CancellableContext call = Context.current().withCancellation();
    CompletableFuture<Throwable> leaves = waiting(call);

    call.cancel(null);

    assertThat(leaves.get(10, TimeUnit.SECONDS)).isInstanceOf(Failure.class);
    assertThat(stays).isNotDone();
    holders.cancel(null);
  }

  /** How a call ends that waits for a connection. */
  private CompletableFuture<Throwable> waiting(Context call) {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread.startVirtualThread(
        call.wrap((Runnable) () -> ended.complete(catchThrowable(this::numbers))));
    return ended;
  }

  /** Roles belong to the server: services of one name may start on several of its databases. */
  @Test
  void start_goesOn_whenItsRoleIsMadeMeanwhileForAnotherDatabase() throws Exception {
    DatabaseSettings twin = TestDatabase.fresh("twin");
    try (Connection other = DriverManager.getConnection(settings.url());
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("CREATE ROLE " + twin.role());
      CompletableFuture<Void> start =
          CompletableFuture.runAsync(() -> Database.open(twin, telemetry).close());
      await().until(() -> TestDatabase.waitingForALock() == 1);

      other.commit();

      assertThat(start).succeedsWithin(Duration.ofSeconds(30));
    } finally {
      try (Connection last = DriverManager.getConnection(twin.url());
          Statement statement = last.createStatement()) {
        statement.execute("DROP OWNED BY %s CASCADE; DROP ROLE %1$s".formatted(twin.role()));
      }
    }
  }

  private void withDeadline(long millis, Runnable work) {
    try (CancellableContext call =
        Context.current().withDeadline(Deadline.after(millis, TimeUnit.MILLISECONDS), scheduler)) {
      call.run(work);
    }
  }

  private List<Integer> numbers() {
    return database.read(
        handle -> handle.createQuery("SELECT n FROM numbers").mapTo(Integer.class).list());
  }

  private int statementTimeoutMillis() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout'")
                .mapTo(Integer.class)
                .one());
  }

  private void sleepAMinute() {
    database.read(
        handle -> handle.createQuery("SELECT pg_sleep(60)::text").mapTo(String.class).one());
  }

  private void sleepUntilCancelled() {
    assertThat(catchThrowable(this::sleepAMinute)).isInstanceOf(Failure.class);
  }

  private void sleepThreeSecondsQuietly() {
    database.read(
        handle -> handle.createQuery("SELECT pg_sleep(3)::text").mapTo(String.class).one());
  }

  private int sleepers() {
    return TestDatabase.running(settings, "pg_sleep");
  }
}
