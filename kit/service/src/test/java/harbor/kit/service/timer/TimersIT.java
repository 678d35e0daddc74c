package harbor.kit.service.timer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.service.SettableClock;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.TestDatabase;
import harbor.observability.Telemetry;
import io.grpc.Context;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TimersIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final String COUNT = "count";

  private static Telemetry opening;
  private static Database database;

  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("numbers", spans);
  private final SettableClock clock = new SettableClock();
  private final AtomicInteger runs = new AtomicInteger();

  @BeforeAll
  static void openDatabase() {
    opening = Telemetry.recording("numbers", InMemorySpanExporter.create());
    database = Database.open(TestDatabase.fresh("numbers"), opening);
  }

  @AfterEach
  void close() {
    telemetry.close();
    database.write(handle -> handle.execute("DELETE FROM scheduled_tasks"));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
    opening.close();
  }

  @Test
  void run_doesTheWorkNow_withASpanAndAMetric() {
    try (Timers timers = counting(MINUTE)) {
      timers.run(COUNT);
    }

    assertThat(runs).hasValue(1);
    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(span -> assertThat(span.getName()).isEqualTo("timer count"));
    assertThat(runs("done")).isEqualTo(1);
  }

  @Test
  void run_failsAsTheWorkDoes_andSaysSo() {
    try (Timers timers = timers()) {
      timers.every(
          COUNT,
          MINUTE,
          MINUTE,
          () -> {
            throw new IllegalStateException("no");
          });

      assertThatThrownBy(() -> timers.run(COUNT)).hasMessage("no");
    }

    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR));
    assertThat(runs("failed")).isEqualTo(1);
  }

  @Test
  void run_endsItsStatements_whenItsTimeIsOver() {
    try (Timers timers = timers()) {
      timers.every("slow", MINUTE, Duration.ofMillis(200), () -> sleepInTheDatabase(60));
      timers.every("quick", MINUTE, MINUTE, () -> sleepInTheDatabase(0.3));

      assertThatThrownBy(() -> timers.run("slow"))
          .isInstanceOfSatisfying(
              Failure.class, e -> assertThat(e.reason()).isEqualTo("DEADLINE_EXCEEDED"));
      timers.run("quick");
    }
  }

  @Test
  void work_isDone_whenAPeriodIsOver_andAgain_alsoAfterItFailed() {
    try (Timers timers = timers()) {
      timers.every(
          COUNT,
          SECOND,
          MINUTE,
          () -> {
            if (runs.incrementAndGet() == 1) {
              throw new IllegalStateException("the first time");
            }
          });
      timers.start();
      assertThat(runs).hasValue(0);

      asTimeGoesBy(() -> runs("failed") == 1);
      asTimeGoesBy(() -> runs("done") >= 1);
    }
  }

  @Test
  void work_isDoneAtOneInstanceAtATime() {
    AtomicInteger atOnce = new AtomicInteger();
    AtomicBoolean twice = new AtomicBoolean();
    Runnable work =
        () -> {
          twice.compareAndSet(false, atOnce.incrementAndGet() > 1);
          sleepInTheDatabase(0.05);
          atOnce.decrementAndGet();
          runs.incrementAndGet();
        };
    try (Timers one = timers();
        Timers other = timers()) {
      one.every(COUNT, SECOND, MINUTE, work);
      other.every(COUNT, SECOND, MINUTE, work);
      one.start();
      other.start();

      asTimeGoesBy(() -> runs.get() >= 3);
    }

    assertThat(twice).isFalse();
  }

  @Test
  void work_ofAnInstanceThatDied_isTakenOver() {
    try (Timers timers = timers()) {
      timers.every(COUNT, SECOND, MINUTE, () -> {});
      timers.start();
    }
    pickedBySomebodyElse(clock.instant());

    try (Timers timers = counting(SECOND)) {
      timers.start();
      asTimeGoesBy(() -> runs.get() >= 1);
    }
  }

  @Test
  void close_waitsForARunUnderWay() {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (Timers timers = timers()) {
      timers.every(
          COUNT,
          SECOND,
          MINUTE,
          () -> {
            begun.countDown();
            sleepInTheDatabase(0.3);
            ended.set(true);
          });
      timers.start();
      asTimeGoesBy(() -> begun.getCount() == 0);
    }

    assertThat(ended).isTrue();
  }

  @Test
  void close_interruptsARun_whenTheDrainTimeIsOver() {
    AtomicBoolean begun = new AtomicBoolean();
    AtomicBoolean interrupted = new AtomicBoolean();
    try (Timers timers = new Timers(database, telemetry, clock, Duration.ofMillis(50))) {
      timers.every(
          COUNT,
          SECOND,
          MINUTE,
          () -> {
            begun.set(true);
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              interrupted.set(true);
            }
          });
      timers.start();
      asTimeGoesBy(begun::get);
    }

    assertThat(interrupted).isTrue();
  }

  @Test
  void work_hasTheDeadlineOfItsRun() {
    AtomicBoolean hasOne = new AtomicBoolean();
    try (Timers timers = timers()) {
      timers.every(
          COUNT, MINUTE, MINUTE, () -> hasOne.set(Context.current().getDeadline() != null));
      timers.run(COUNT);
    }

    assertThat(hasOne).isTrue();
  }

  @Test
  void every_refusesANameThatIsTaken_orMalformed_andRunOneThatIsUnknown() {
    try (Timers timers = counting(MINUTE)) {
      assertThatThrownBy(() -> timers.every(COUNT, MINUTE, MINUTE, () -> {}))
          .hasMessageContaining("taken");
      assertThatThrownBy(() -> timers.every("The count", MINUTE, MINUTE, () -> {}))
          .hasMessageContaining("name");
      assertThatThrownBy(() -> timers.every("other", Duration.ZERO, MINUTE, () -> {}))
          .hasMessageContaining("positive");
      assertThatThrownBy(() -> timers.run("other")).hasMessageContaining("count");
    }
  }

  private Timers counting(Duration period) {
    Timers timers = timers();
    timers.every(COUNT, period, MINUTE, runs::incrementAndGet);
    return timers;
  }

  /** Slowly enough for heartbeats, which go by the same clock. */
  private void asTimeGoesBy(Callable<Boolean> condition) {
    await()
        .until(
            () -> {
              clock.advance(Duration.ofMillis(250));
              return condition.call();
            });
  }

  private Timers timers() {
    return new Timers(database, telemetry, clock, Duration.ofSeconds(10));
  }

  private void sleepInTheDatabase(double seconds) {
    database.write(handle -> handle.execute("SELECT pg_sleep(?)", seconds));
  }

  private void pickedBySomebodyElse(Instant heartbeat) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE scheduled_tasks SET picked = true, picked_by = 'dead',"
                    + " last_heartbeat = ?::timestamptz",
                heartbeat.toString()));
  }

  private double runs(String result) {
    return telemetry.metrics().find("harbor.timer.runs").tag("result", result).timers().stream()
        .mapToLong(timer -> timer.count())
        .sum();
  }
}
