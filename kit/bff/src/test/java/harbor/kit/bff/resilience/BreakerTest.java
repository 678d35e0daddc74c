package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.PUT;
import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
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
  void service_isNotAskedAnyMore_afterTwentyFailedCalls() {
    many(100);
    service.becomes((_, _) -> DOWN);
    many(100);

    Asked asked = ask(breaking, READ);

    assertThat(asked.outcome()).isEqualTo("REFUSED BREAKER_OPEN");
    assertThat(service.received()).hasSize(100 + 20);
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
  void serviceThatHangs_isNotAskedAnyMore_andCallsEndAtOnce() {
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
  void oneCallAtATime_isLetThrough_whileItIsTried() {
    open();
    service.becomes((_, _) -> Behaviour.hang());
    time.advance(ofMillis(600));
    int known = service.received().size();

    for (int i = 0; i < 50; i++) {
      ask(breaking, READ);
    }

    assertThat(service.received()).hasSize(known + 1);
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
  void breaker_opensAgain_whenTheProbeFails() {
    open();
    time.advance(ofMillis(600));
    ask(breaking, READ);
    time.advance(ofMillis(2));

    assertThat(state()).isEqualTo("OPEN");
  }

  @Test
  void nextCall_isTheProbe_whenTheClientOfTheProbeLeaves() {
    open();
    service.becomes((_, _) -> Behaviour.hang());
    time.advance(ofMillis(600));
    ask(breaking, READ).leave();
    service.becomes((_, _) -> UP);

    ask(breaking, READ);
    time.advance(ofMillis(2));

    assertThat(state()).isEqualTo("CLOSED");
  }

  @Test
  void lateFailureOfAnEarlierCall_saysNothingAboutTheProbe() {
    service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, ofMillis(620)));
    ask(breaking, READ, "slow", harbor.kit.client.Caller.ANONYMOUS, ofSeconds(2));
    open();
    service.becomes((_, _) -> Behaviour.answer(ofMillis(60)));
    time.advance(ofMillis(560));

    ask(breaking, READ);
    time.advance(ofMillis(70));

    assertThat(state()).isEqualTo("CLOSED");
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
    many(20);
    assertThat(state()).isEqualTo("OPEN");
  }

  private void many(int calls) {
    for (int i = 0; i < calls; i++) {
      ask(breaking, READ);
      time.advance(ofMillis(2));
    }
  }

  private String state() {
    return String.valueOf(
        java.util.Objects.requireNonNull(breaking.state().methods().get(READ.getFullMethodName()))
            .breaker());
  }
}
