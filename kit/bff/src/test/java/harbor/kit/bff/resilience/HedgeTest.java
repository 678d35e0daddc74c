package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.PUT;
import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.ScriptedService.Received;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HedgeTest extends LayerTest {
  private static final Behaviour USUAL = Behaviour.answer(ofMillis(2));

  private final Layers hedging = layers(Layer.HEDGE);

  @Test
  void slowCall_isAskedAgain_andTheFirstAnswerCounts() {
    learn(hedging, READ);
    int known = service.received().size();
    service.becomes((number, _) -> number == known ? Behaviour.answer(ofMillis(70)) : USUAL);
    Duration start = time.now();

    Asked asked = ask(hedging, READ);
    time.advance(ofMillis(100));

    assertThat(asked.outcome()).isEqualTo("ok");
    assertThat(asked.endedAt().minus(start)).isBetween(ofMillis(3), ofMillis(6));
    List<Received> tries = service.received().subList(known, service.received().size());
    assertThat(tries).hasSize(2);
    assertThat(tries.getLast().attempt().isHedge()).isTrue();
    assertThat(tries.getFirst().cancelledAt()).as("the loser").isEqualTo(asked.endedAt());
    assertThat(service.underWay()).isZero();
  }

  @Test
  void slowCall_isAskedOnce_whenTheTimerComesLate() {
    learn(hedging, READ);
    int known = service.received().size();
    service.becomes((_, _) -> Behaviour.answer(ofMillis(70)));

    ask(hedging, READ);
    // The process could not look for so long: that the answer is not there says nothing.
    late.set(ofMillis(5).toNanos());
    time.advance(ofMillis(100));

    assertThat(service.received()).hasSize(known + 1);
  }

  @Test
  void slowCall_isWaitedFor_whenNobodyHedges() {
    Layers plain = layers();
    learn(plain, READ);
    int known = service.received().size();
    service.becomes((number, _) -> number == known ? Behaviour.answer(ofMillis(70)) : USUAL);
    Duration start = time.now();

    Asked asked = ask(plain, READ);
    time.advance(ofMillis(100));

    assertThat(asked.endedAt().minus(start)).isEqualTo(ofMillis(70));
  }

  @Test
  void firstTry_wins_whenItIsFasterAfterAll() {
    learn(hedging, READ);
    int known = service.received().size();
    service.becomes((number, _) -> Behaviour.answer(ofMillis(number == known ? 10 : 60)));
    Duration start = time.now();

    Asked asked = ask(hedging, READ);
    time.advance(ofMillis(100));

    assertThat(asked.endedAt().minus(start)).isEqualTo(ofMillis(10));
    assertThat(service.received().getLast().cancelledAt()).isEqualTo(asked.endedAt());
  }

  @Test
  void call_isAskedOnce_whenTooLittleIsKnown() {
    service.becomes((_, _) -> Behaviour.answer(ofMillis(70)));

    ask(hedging, READ);
    time.advance(ofMillis(100));

    assertThat(service.received()).hasSize(1);
  }

  @Test
  void change_isNeverAskedTwiceAtOnce() {
    learn(hedging, PUT);
    int known = service.received().size();
    service.becomes((_, _) -> Behaviour.answer(ofMillis(70)));

    ask(hedging, PUT);
    time.advance(ofMillis(100));

    assertThat(service.received()).hasSize(known + 1);
  }

  @Test
  void hedges_areATenthOfTheCalls_whenEverythingIsSlow() {
    learn(hedging, READ);
    int known = service.received().size();
    service.becomes((_, _) -> Behaviour.hang());

    for (int i = 0; i < 500; i++) {
      ask(hedging, READ);
      time.advance(ofMillis(1));
    }
    time.advance(ofSeconds(1));

    assertThat(service.received().size() - known).isBetween(500, 560);
    assertThat(service.underWay()).isZero();
  }

  @Test
  void failure_isTheCalls_onlyWhenBothTriesFailed() {
    learn(hedging, READ);
    int known = service.received().size();
    service.becomes(
        (number, _) ->
            number == known ? Behaviour.fail(Status.INTERNAL, ofMillis(20)) : answer(ofMillis(40)));
    Asked rescued = ask(hedging, READ);
    time.advance(ofMillis(100));
    service.becomes((_, _) -> Behaviour.fail(Status.INTERNAL, ofMillis(20)));
    Asked lost = ask(hedging, READ);
    time.advance(ofMillis(100));

    assertThat(rescued.outcome()).isEqualTo("ok");
    assertThat(lost.outcome()).isEqualTo("BROKEN");
  }

  @Test
  void bothTries_areCancelled_whenTheClientLeaves() {
    learn(hedging, READ);
    service.becomes((_, _) -> Behaviour.hang());
    Asked asked = ask(hedging, READ);
    time.advance(ofMillis(30));
    assertThat(service.underWay()).isEqualTo(2);

    asked.leave();

    assertThat(service.underWay()).isZero();
  }

  private static Behaviour answer(Duration after) {
    return Behaviour.answer(after);
  }

  /** Two hundred calls of 2 ms: half a second, and the tail is known a second later. */
  private void learn(Layers layers, MethodDescriptor<StringValue, StringValue> method) {
    service.becomes((_, _) -> USUAL);
    for (int i = 0; i < 200; i++) {
      ask(layers, method);
      time.advance(ofMillis(3));
    }
    time.advance(ofSeconds(1));
    ask(layers, method);
    time.advance(ofMillis(3));
  }
}
