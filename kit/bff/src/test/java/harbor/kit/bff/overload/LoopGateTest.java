package harbor.kit.bff.overload;

import static harbor.kit.bff.overload.Priority.DEFERRABLE;
import static harbor.kit.bff.overload.Priority.ESSENTIAL;
import static harbor.kit.bff.overload.Priority.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate of a real event loop, whose work is blocked on purpose while injected time passes. */
class LoopGateTest {
  private static final long TURN = Duration.ofMillis(1).toNanos();

  private final AtomicLong now = new AtomicLong();
  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final LoopGate gate = new LoopGate(loop, OverloadSettings.DEFAULTS, now::get);

  @AfterEach
  void stop() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  @Test
  void lowPriority_isTurnedAwayFirst_whileTheLoopIsBlocked_andNobodyAfterwards() throws Exception {
    warm();
    enter(7);
    for (int i = 0; i < 40; i++) {
      block(Duration.ofMillis(50));
    }

    assertThat(gate.limit().current()).isEqualTo(8);
    assertThat(enters(DEFERRABLE)).as("under way: 7, allowed: 4").isFalse();
    assertThat(enters(NORMAL)).as("allowed: 7").isFalse();
    assertThat(enters(ESSENTIAL)).as("allowed: 8").isTrue();

    for (int i = 0; i < 70; i++) {
      block(Duration.ZERO);
      now.addAndGet(Duration.ofMillis(100).toNanos());
    }

    assertThat(gate.limit().current()).isEqualTo(OverloadSettings.DEFAULTS.inFlight());
    assertThat(enters(DEFERRABLE)).isTrue();
  }

  @Test
  void connectionThatWantsMuch_hasItsShare_andLeavesRoomForOthers() throws Exception {
    EmbeddedChannel greedy = new EmbeddedChannel();
    EmbeddedChannel other = new EmbeddedChannel();
    LoopGate hundred = ofAHundred();
    on(
        () -> {
          assertThat(hundred.enter(ESSENTIAL, other)).isTrue();
          for (int i = 0; i < 100; i++) {
            hundred.enter(ESSENTIAL, greedy);
          }

          assertThat(hundred.wanted(greedy)).isEqualTo(50);
          assertThat(hundred.enter(ESSENTIAL, new EmbeddedChannel())).isTrue();
          assertThat(hundred.enter(ESSENTIAL, other)).isTrue();
        });
  }

  /** As a proxy is. */
  @Test
  void onlyConnection_hasAllOfIt() throws Exception {
    EmbeddedChannel only = new EmbeddedChannel();
    LoopGate hundred = ofAHundred();
    on(
        () -> {
          for (int i = 0; i < 101; i++) {
            hundred.enter(ESSENTIAL, only);
          }

          assertThat(hundred.wanted(only)).isEqualTo(100);
        });
  }

  /** The counter-test. */
  @Test
  void whoWantsMuch_leavesNoRoom_withoutShares() throws Exception {
    LoopGate hundred = ofAHundred();
    on(
        () -> {
          for (int i = 0; i < 100; i++) {
            hundred.enter(ESSENTIAL, null);
          }

          assertThat(hundred.enter(ESSENTIAL, new EmbeddedChannel())).isFalse();
        });
  }

  @Test
  void answersThatAreLeft_countAsWanted_untilTheyAreTaken() throws Exception {
    EmbeddedChannel leaves = new EmbeddedChannel();
    LoopGate hundred = ofAHundred();
    on(
        () -> {
          for (int i = 0; i < 70; i++) {
            hundred.enter(ESSENTIAL, leaves);
            hundred.leave();
          }
          for (int i = 0; i < 60; i++) {
            hundred.enter(ESSENTIAL, new EmbeddedChannel());
          }
          assertThat(hundred.enter(ESSENTIAL, leaves)).isFalse();

          for (int i = 0; i < 70; i++) {
            hundred.taken(leaves);
          }

          assertThat(hundred.enter(ESSENTIAL, leaves)).isTrue();
        });
  }

  private LoopGate ofAHundred() {
    return new LoopGate(
        loop,
        new OverloadSettings(Duration.ofSeconds(10), 100, 1_000, Duration.ofSeconds(10), List.of()),
        now::get);
  }

  @Test
  void refusedConnection_isNotRead_untilItsTurn() throws Exception {
    EmbeddedChannel time = new EmbeddedChannel();
    time.freezeTime();
    WaitingConnections waiting =
        new WaitingConnections(time.eventLoop(), () -> 0, () -> TURN, now::get);
    EmbeddedChannel refused = new EmbeddedChannel();

    waiting.refused(refused);
    assertThat(refused.config().isAutoRead()).isFalse();

    pass(time, Duration.ofSeconds(1));
    assertThat(refused.config().isAutoRead()).isTrue();
  }

  @Test
  void refusedConnection_isReadAgain_whenThereIsRoom() throws Exception {
    EmbeddedChannel time = new EmbeddedChannel();
    time.freezeTime();
    WaitingConnections waiting =
        new WaitingConnections(time.eventLoop(), () -> 1, () -> TURN, now::get);
    EmbeddedChannel first = new EmbeddedChannel();
    EmbeddedChannel second = new EmbeddedChannel();
    waiting.refused(first);
    waiting.refused(second);

    // Their turns do not come: only the loop's tasks run, the clock of the turns stands still.
    time.advanceTimeBy(2, TimeUnit.MILLISECONDS);
    time.runScheduledPendingTasks();

    assertThat(second.config().isAutoRead()).as("has the freshest request").isTrue();
    assertThat(first.config().isAutoRead()).isFalse();
  }

  @Test
  void connection_isReadLaterAndLater_whenItDoesNotWait() throws Exception {
    EmbeddedChannel time = new EmbeddedChannel();
    time.freezeTime();
    WaitingConnections waiting =
        new WaitingConnections(time.eventLoop(), () -> 0, () -> TURN, now::get);
    EmbeddedChannel impatient = new EmbeddedChannel();
    List<Duration> pauses = new ArrayList<>();

    for (int refusal = 0; refusal < 4; refusal++) {
      pauses.add(pause(time, waiting, impatient));
    }
    pass(time, Duration.ofMinutes(1));
    pauses.add(pause(time, waiting, impatient));

    assertThat(pauses)
        .extracting(Duration::toMillis)
        .containsExactly(1_000L, 4_000L, 4_000L, 4_000L, 1_000L);
  }

  /**
   * How long a connection is not read, with so many in front that only the longest pause counts.
   */
  private Duration pause(
      EmbeddedChannel time, WaitingConnections waiting, EmbeddedChannel connection) {
    for (int i = 0; i < 5_000; i++) {
      waiting.refused(new EmbeddedChannel());
    }
    waiting.refused(connection);
    long from = now.get();
    while (!connection.config().isAutoRead()) {
      pass(time, Duration.ofMillis(2));
    }
    return Duration.ofNanos(now.get() - from);
  }

  private void pass(EmbeddedChannel time, Duration length) {
    now.addAndGet(length.toNanos());
    time.advanceTimeBy(length.toNanos(), TimeUnit.NANOSECONDS);
    time.runScheduledPendingTasks();
  }

  private void warm() throws Exception {
    on(
        () -> {
          for (int i = 0; i < 5_000; i++) {
            gate.enter(ESSENTIAL, null);
            gate.leave();
          }
        });
    now.addAndGet(Duration.ofMinutes(10).toNanos());
    for (int i = 0; i < 100; i++) {
      block(Duration.ZERO);
      now.addAndGet(Duration.ofMillis(100).toNanos());
    }
  }

  private void enter(int requests) throws Exception {
    on(
        () -> {
          for (int i = 0; i < requests; i++) {
            gate.enter(ESSENTIAL, null);
          }
        });
  }

  private boolean enters(Priority priority) throws Exception {
    return loop.submit(() -> gate.enter(priority, null)).get(10, TimeUnit.SECONDS);
  }

  /** A request comes, and the loop does nothing else for so long. */
  private void block(Duration length) throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Future<?> work =
        loop.submit(
            () -> {
              if (gate.enter(ESSENTIAL, null)) {
                gate.leave();
              }
              blocked.countDown();
              release.await();
              return null;
            });
    assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
    now.addAndGet(length.toNanos());
    release.countDown();
    work.get(10, TimeUnit.SECONDS);
    // Behind the measure, which the request put into the queue.
    on(() -> {});
  }

  private void on(Runnable work) throws Exception {
    loop.submit(work).get(10, TimeUnit.SECONDS);
  }
}
