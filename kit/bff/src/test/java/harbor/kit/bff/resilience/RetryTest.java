package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.PAY;
import static harbor.kit.bff.resilience.ScriptedService.PUT;
import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.ScriptedService.Received;
import harbor.kit.client.identity.PersonTokenUnavailable;
import io.grpc.Status;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest extends LayerTest {
  private static final Behaviour UP = Behaviour.answer(ofMillis(2));

  private final Layers retrying = layers(Layer.RETRY);

  @Test
  void call_isTriedAgain_whenTheServiceIsUnavailable() {
    saveUp();
    service.becomes((number, _) -> number == 10 ? unavailable() : UP);

    Asked asked = ask(retrying, READ);
    time.advance(ofMillis(50));

    assertThat(asked.outcome()).isEqualTo("ok");
    assertThat(service.received().subList(10, 12))
        .extracting(Received::attempt)
        .containsExactly(new UnaryChannel.Try(1, false), new UnaryChannel.Try(2, false));
  }

  @Test
  void call_fails_whenNobodyTriesAgain() {
    service.becomes((number, _) -> number == 0 ? unavailable() : UP);

    Asked asked = ask(layers(), READ);
    time.advance(ofMillis(50));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void call_isTriedThreeTimesAtMost() {
    saveUp();
    saveUp();
    service.becomes((_, _) -> unavailable());

    Asked asked = ask(retrying, PUT);
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE");
    assertThat(service.received()).hasSize(20 + 3);
  }

  @Test
  void changeThatMayNotBeRepeated_isSentOnce() {
    saveUp();
    service.becomes((_, _) -> unavailable());

    Asked asked = ask(retrying, PAY);
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE");
    assertThat(service.received()).hasSize(10 + 1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"OK", "UNAVAILABLE"},
      mode = EnumSource.Mode.EXCLUDE)
  void call_isSentOnce_whenItFailsOtherwise(Status.Code code) {
    saveUp();
    service.becomes((_, _) -> Behaviour.fail(code.toStatus(), ofMillis(1)));

    Asked asked = ask(retrying, READ);
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).isNotEqualTo("ok");
    assertThat(service.received()).hasSize(10 + 1);
  }

  /** The provider was asked a moment ago. */
  @Test
  void call_isNotTriedAgain_whenThereIsNoTokenForThePerson() {
    saveUp();
    Status unsent = Status.UNAVAILABLE.withCause(new PersonTokenUnavailable());
    service.becomes((_, _) -> Behaviour.fail(unsent, ofMillis(1)));

    Asked asked = ask(retrying, READ);
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE");
    assertThat(service.received()).hasSize(10 + 1);
  }

  @Test
  void call_isSentOnce_whenTheBudgetIsEmpty() {
    service.becomes((_, _) -> unavailable());

    ask(retrying, READ);
    time.advance(ofSeconds(1));

    assertThat(service.received()).hasSize(1);
  }

  @Test
  void retries_areATenthOfTheCalls_whenAFewOfThemFail() {
    service.becomes((number, _) -> number % 15 == 0 ? unavailable() : UP);

    for (int i = 0; i < 1_000; i++) {
      ask(retrying, READ);
      time.advance(ofMillis(20));
    }

    assertThat(retrying.counts().retries()).isBetween(60L, 100L);
    assertThat(service.received()).hasSize(1_000 + (int) retrying.counts().retries());
  }

  @Test
  void retries_end_whenEverythingFails() {
    saveUp();
    service.becomes((_, _) -> unavailable());

    for (int i = 0; i < 1_000; i++) {
      ask(retrying, READ);
      time.advance(ofMillis(5));
    }

    assertThat(retrying.counts().retries()).isEqualTo(1);
  }

  @Test
  void pauses_areSpreadEvenly_soThatRetriesDoNotComeTogether() {
    for (int i = 0; i < 1_000; i++) {
      saveUp();
      service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, ofMillis(0)));
      ask(retrying, READ);
      time.advance(DEADLINE);
      service.becomes((_, _) -> UP);
    }

    List<Received> calls = service.received();
    long[] tenths = new long[10];
    for (int i = 1; i < calls.size(); i++) {
      if (calls.get(i).attempt().number() == 2) {
        long pause = calls.get(i).at().minus(calls.get(i - 1).at()).toMillis();
        tenths[Math.toIntExact(pause)]++;
      }
    }
    assertThat(LongStream.of(tenths).boxed())
        .as("a thousand pauses of 0 to 10 ms")
        .allMatch(n -> n > 60 && n < 140);
  }

  @Test
  void call_isNotTriedAgain_whenItsTimeWouldBeOver() {
    saveUp();
    service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, DEADLINE));

    Asked asked = ask(retrying, READ);
    time.advance(ofSeconds(1));

    assertThat(asked.endedAt()).isEqualTo(time.now().minus(ofSeconds(1)).plus(DEADLINE));
    assertThat(service.received()).hasSize(10 + 1);
  }

  @Test
  void call_isNotTriedAgain_whenTheClientHasLeft() {
    saveUp();
    service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, ofMillis(5)));
    Asked asked = ask(retrying, READ);

    asked.leave();
    time.advance(ofSeconds(1));

    assertThat(service.received()).hasSize(10 + 1);
    assertThat(service.underWay()).isZero();
  }

  /** Ten calls that are answered pay for one more. */
  private void saveUp() {
    for (int i = 0; i < 10; i++) {
      ask(retrying, READ);
      time.advance(ofMillis(10));
    }
  }

  private static Behaviour unavailable() {
    return Behaviour.fail(Status.UNAVAILABLE, ofMillis(1));
  }
}
