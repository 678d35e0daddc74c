package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.LayersState.Limit;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest extends LayerTest {
  private final Layers limited = layers(Layer.LIMIT);

  @Test
  void callsBeyondTheLimit_areTurnedAwayAtOnce() {
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
  void permits_areGivenBack_whenClientsLeave() {
    service.becomes((_, _) -> Behaviour.hang());
    for (int i = 0; i < 50; i++) {
      ask(limited, READ).leave();
    }

    assertThat(limit().inFlight()).isZero();
    assertThat(limit().max()).isEqualTo(100);
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

  private Limit limit() {
    return Objects.requireNonNull(limited.state().limit());
  }
}
