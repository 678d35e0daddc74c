package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.PUT;
import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.client.identity.PersonTokenUnavailable;
import io.grpc.Status;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest extends LayerTest {
  private static final Behaviour DOWN = Behaviour.fail(Status.UNAVAILABLE, ofMillis(1));
  private static final Behaviour UP = Behaviour.answer(ofMillis(1));

  private final Layers breaking = layers(Layer.BREAKER);

  @Test
  void breaker_opens_afterEightFailedCalls() {
    many(100);
    service.becomes((_, _) -> DOWN);
    many(8);

    Asked asked = ask(breaking, READ);

    assertThat(asked.outcome()).isEqualTo("REFUSED BREAKER_OPEN");
    assertThat(service.received()).hasSize(100 + 8);
  }

  @Test
  void everySecondCall_isAProbe_whenItHasJustOpened() {
    open();

    many(100);

    assertThat(service.received()).hasSize(8 + 50);
  }

  @Test
  void probes_getFewer_theLongerItLasts() {
    open();
    many(10_000);
    int known = service.received().size();
    many(1_000);

    assertThat(service.received().size() - known).isBetween(5, 15);
    assertThat(known).isLessThan(700);
  }

  @Test
  void probe_isSentOnceASecond_howeverLittleIsAsked() {
    open();
    many(10_000);
    int known = service.received().size();

    for (int i = 0; i < 10; i++) {
      time.advance(ofSeconds(1));
      ask(breaking, READ);
    }

    assertThat(service.received()).hasSize(known + 10);
  }

  /** Guests go on while the provider gives no tokens for people. */
  @Test
  void service_isNotBlamed_forTokensThatTheProviderDoesNotGive() {
    Status unsent = Status.UNAVAILABLE.withCause(new PersonTokenUnavailable());
    service.becomes((_, _) -> Behaviour.fail(unsent, ofMillis(1)));
    for (int i = 0; i < 60; i++) {
      ask(breaking, READ);
      time.advance(ofMillis(2));
    }
    service.becomes((_, _) -> UP);

    Asked asked = ask(breaking, READ);
    time.advance(ofMillis(2));

    assertThat(asked.outcome()).isEqualTo("ok");
    assertThat(service.received()).hasSize(61);
  }

  @Test
  void service_isAskedForEver_withoutABreaker() {
    service.becomes((_, _) -> DOWN);

    for (int i = 0; i < 100; i++) {
      ask(layers(), READ);
      time.advance(ofMillis(2));
    }

    assertThat(service.received()).hasSize(100);
  }

  @Test
  void service_isNotBlamed_forDeadlinesThatWeNoticedLate() {
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 60; i++) {
      ask(breaking, READ);
    }
    // An event loop that is saturated comes to its timers when it can.
    late.set(ofMillis(50).toNanos());
    time.advance(DEADLINE);
    service.becomes((_, _) -> UP);

    Asked asked = ask(breaking, READ);
    time.advance(ofMillis(2));

    assertThat(asked.outcome()).isEqualTo("ok");
  }

  @Test
  void callsEndAtOnce_whileTheServiceHangs() {
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 20; i++) {
      ask(breaking, READ);
    }
    time.advance(DEADLINE);
    Duration start = time.now();

    Asked asked = ask(breaking, READ);

    assertThat(asked.outcome()).isEqualTo("REFUSED BREAKER_OPEN");
    assertThat(asked.endedAt()).isEqualTo(start);
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void status_countsAsFailure_whenTheServiceIsAtFault(Status.Code code) {
    service.becomes(
        (_, _) -> code == Status.Code.OK ? UP : Behaviour.fail(code.toStatus(), ofMillis(1)));

    many(20);

    boolean isFault =
        switch (code) {
          case UNAVAILABLE,
              DEADLINE_EXCEEDED,
              INTERNAL,
              UNKNOWN,
              UNIMPLEMENTED,
              DATA_LOSS,
              RESOURCE_EXHAUSTED ->
              true;
          case OK,
              CANCELLED,
              INVALID_ARGUMENT,
              NOT_FOUND,
              ALREADY_EXISTS,
              PERMISSION_DENIED,
              FAILED_PRECONDITION,
              ABORTED,
              OUT_OF_RANGE,
              UNAUTHENTICATED ->
              false;
        };
    assertThat(state()).isEqualTo(isFault ? "OPEN" : "CLOSED");
  }

  @Test
  void probes_getFewer_theMoreOfThemAreUnanswered() {
    open();
    service.becomes((_, _) -> Behaviour.hang());
    int known = service.received().size();

    for (int i = 0; i < 50; i++) {
      ask(breaking, READ);
    }

    assertThat(service.received().size() - known).isBetween(8, 10);
    assertThat(state()).isEqualTo("HALF_OPEN");
  }

  @Test
  void breaker_closes_withinTwoSecondsOfRepair() {
    open();
    time.advance(ofSeconds(5));
    service.becomes((_, _) -> UP);
    Duration repaired = time.now();

    while (!ask(breaking, READ).outcome().equals("under way") || !state().equals("CLOSED")) {
      time.advance(ofMillis(10));
    }

    assertThat(time.now().minus(repaired)).isLessThan(ofSeconds(2));
  }

  @Test
  void breaker_staysOpen_whenTheProbeFails() {
    open();
    int known = service.received().size();
    many(2);

    assertThat(service.received()).hasSize(known + 1);
    assertThat(state()).isEqualTo("OPEN");
  }

  @Test
  void breaker_closes_whenTheProbeIsAnswered() {
    open();
    service.becomes((_, _) -> UP);
    many(2);

    assertThat(state()).isEqualTo("CLOSED");
    assertThat(ask(breaking, READ).outcome()).isEqualTo("under way");
  }

  @Test
  void nextCall_isTheProbe_whenTheClientOfTheProbeLeaves() {
    open();
    service.becomes((_, _) -> Behaviour.hang());
    ask(breaking, READ);
    ask(breaking, READ).leave();
    service.becomes((_, _) -> UP);

    ask(breaking, READ);
    time.advance(ofMillis(2));

    assertThat(state()).isEqualTo("CLOSED");
  }

  @Test
  void lateAnswer_ofACallThatBeganBefore_doesNotClose() {
    service.becomes((_, _) -> Behaviour.answer(ofMillis(60)));
    Asked early = ask(breaking, READ);
    open();

    time.advance(ofMillis(60));

    assertThat(early.outcome()).isEqualTo("ok");
    assertThat(state()).isEqualTo("OPEN");
  }

  @Test
  void lateFailures_ofCallsThatBeganBefore_doNotOpenAgain() {
    service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, ofMillis(60)));
    for (int i = 0; i < 30; i++) {
      ask(breaking, READ);
    }
    open();
    service.becomes((_, _) -> UP);
    many(2);
    assertThat(state()).isEqualTo("CLOSED");

    time.advance(ofMillis(60));

    assertThat(state()).isEqualTo("CLOSED");
  }

  @Test
  void probesStayFew_whenItOpensAgain_beforeItWasWell() {
    open();
    many(1_000);
    service.becomes((_, _) -> UP);
    while (isOpen()) {
      many(1);
    }
    service.becomes((_, _) -> DOWN);
    many(10);
    assertThat(state()).isEqualTo("OPEN");
    int known = service.received().size();

    many(100);

    assertThat(service.received().size() - known).isLessThan(12);
  }

  @Test
  void breaker_staysClosed_whenOneCallInTwentyFails() {
    Random random = new Random(7);
    service.becomes((_, _) -> random.nextInt(20) == 0 ? DOWN : UP);

    many(20_000);

    assertThat(service.received()).hasSize(20_000);
  }

  @Test
  void methods_haveBreakersOfTheirOwn() {
    open();

    Asked other = ask(breaking, PUT);

    assertThat(other.outcome()).isEqualTo("under way");
  }

  private void open() {
    service.becomes((_, _) -> DOWN);
    many(8);
    assertThat(state()).isEqualTo("OPEN");
  }

  private void many(int calls) {
    for (int i = 0; i < calls; i++) {
      ask(breaking, READ);
      time.advance(ofMillis(2));
    }
  }

  private boolean isOpen() {
    return !state().equals("CLOSED");
  }

  private String state() {
    return String.valueOf(
        java.util.Objects.requireNonNull(breaking.state().methods().get(READ.getFullMethodName()))
            .breaker());
  }
}
