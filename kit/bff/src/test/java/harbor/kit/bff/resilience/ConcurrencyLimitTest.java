package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.LayersState.Limit;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.client.Caller;
import io.grpc.Status;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest extends LayerTest {
  private final Layers limited = layers(Layer.LIMIT);

  @Test
  void callsBeyondTheLimit_areRejectedAtOnce() {
    service.becomes((_, _) -> Behaviour.hang());
    Duration start = time.now();
    for (int i = 0; i < limit().max(); i++) {
      ask(limited, READ);
    }

    Asked oneMore = ask(limited, READ);

    assertThat(oneMore.outcome()).isEqualTo("REFUSED TOO_MANY_CALLS");
    assertThat(oneMore.endedAt()).isEqualTo(start);
    assertThat(service.underWay()).isEqualTo(limit().max());
  }

  @Test
  void callsPileUp_withoutALimit() {
    service.becomes((_, _) -> Behaviour.hang());

    for (int i = 0; i < 5_000; i++) {
      ask(layers(), READ);
    }

    assertThat(service.underWay()).isEqualTo(5_000);
  }

  @Test
  void limit_shrinks_whenCallsAreNotAnsweredInTime() {
    service.becomes((_, _) -> Behaviour.hang());
    int before = limit().max();

    for (int i = 0; i < 100; i++) {
      ask(limited, READ);
      time.advance(ofMillis(5));
    }

    assertThat(limit().max()).isLessThan(before / 2);
  }

  @Test
  void limit_stays_whenWeNoticeDeadlinesLate() {
    service.becomes((_, _) -> Behaviour.hang());
    int before = limit().max();

    for (int i = 0; i < 50; i++) {
      ask(limited, READ);
    }
    late.set(ofMillis(50).toNanos());
    time.advance(ofMillis(500));

    assertThat(limit()).isEqualTo(new Limit(0, before));
  }

  @Test
  void limit_growsWithTheLoad_whenCallsAreAnswered() {
    int before = limit().max();

    for (int round = 0; round < 100; round++) {
      for (int i = 0; i < 80; i++) {
        ask(limited, READ);
      }
      time.advance(ofMillis(5));
    }

    assertThat(limit().max()).isGreaterThan(before);
  }

  @Test
  void limit_growsByOne_forAsManyAnswersAsItAllows() {
    int before = limit().max();

    for (int i = 0; i < before; i++) {
      ask(limited, READ);
    }
    time.advance(ofMillis(5));

    // those that were sent while less than half were under way say nothing about its size
    assertThat(limit().max()).isEqualTo(before);

    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < before; i++) {
        ask(limited, READ);
      }
      time.advance(ofMillis(5));
    }
    assertThat(limit().max()).isEqualTo(before + 1);
  }

  @Test
  void hedge_isNotSent_whenHalfOfTheLimitIsUsed() {
    Layers hedging = layers(Layer.LIMIT, Layer.HEDGE);
    learn(hedging);
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < limit().max() / 2; i++) {
      ask(hedging, READ, "slow", Caller.ANONYMOUS, ofSeconds(10));
    }
    time.advance(ofMillis(30));

    assertThat(hedging.counts().hedges()).isZero();
    assertThat(hedging.counts().tooManyCalls()).isZero();
    assertThat(service.underWay()).isEqualTo(limit().max() / 2);
  }

  @Test
  void hedge_isSent_whenLessIsUsed() {
    Layers hedging = layers(Layer.LIMIT, Layer.HEDGE);
    learn(hedging);
    service.becomes((_, _) -> Behaviour.hang());
    ask(hedging, READ);
    time.advance(ofMillis(30));

    assertThat(hedging.counts().hedges()).isEqualTo(1);
  }

  @Test
  void retry_thatIsRejected_endsWithWhatTheServiceSaid() {
    Layers retrying = layers(Layer.LIMIT, Layer.RETRY);
    for (int i = 0; i < 10; i++) {
      ask(retrying, READ);
      time.advance(ofMillis(5));
    }
    service.becomes((_, _) -> Behaviour.fail(Status.UNAVAILABLE, ofMillis(1)));
    Asked asked = ask(retrying, READ);
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 2 * limit().max(); i++) {
      ask(retrying, READ);
    }
    time.advance(ofMillis(1));
    ask(retrying, READ);
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("UNAVAILABLE");
    assertThat(service.received()).noneMatch(each -> each.attempt().number() > 1);
  }

  @Test
  void permits_areGivenBack_whenClientsLeave() {
    Limit before = limit();
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 50; i++) {
      ask(limited, READ).leave();
    }

    assertThat(limit()).isEqualTo(before);
  }

  @Test
  void limit_isBackAtWork_onceTheServiceIs() {
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 200; i++) {
      ask(limited, READ);
      time.advance(ofMillis(5));
    }
    time.advance(ofSeconds(1));
    service.becomes((_, _) -> Behaviour.answer(ofMillis(1)));

    Asked asked = ask(limited, READ);
    time.advance(ofMillis(2));

    assertThat(asked.outcome()).isEqualTo("ok");
  }

  /** Two hundred calls of 2 ms, and a second later: then the tail is known. */
  private void learn(Layers layers) {
    for (int i = 0; i < 200; i++) {
      ask(layers, READ);
      time.advance(ofMillis(3));
    }
    time.advance(ofSeconds(1));
    ask(layers, READ);
    time.advance(ofMillis(3));
  }

  private Limit limit() {
    return Objects.requireNonNull(limited.state().limit());
  }
}
