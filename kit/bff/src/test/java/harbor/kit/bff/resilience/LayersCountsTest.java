package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What metrics and the plans' page are told of the layers. */
class LayersCountsTest extends LayerTest {
  private static final int ENOUGH = 200;

  @Test
  void retries_areCounted() {
    Layers layers = layers(Layer.RETRY);
    answered(layers, 10);
    int known = service.received().size();
    service.becomes(
        (number, _) ->
            number == known
                ? Behaviour.fail(Status.UNAVAILABLE, ofMillis(1))
                : Behaviour.answer(ofMillis(1)));

    answered(layers, 1);

    assertThat(layers.counts()).isEqualTo(new LayersState.Counts(0, 0, 1, 0, 0, 0));
  }

  @Test
  void hedges_areCounted_andThoseThatWon() {
    Layers layers = layers(Layer.HEDGE);
    answered(layers, ENOUGH);
    time.advance(ofSeconds(2));
    answered(layers, 1);
    int known = service.received().size();
    service.becomes(
        (number, _) -> number == known ? Behaviour.hang() : Behaviour.answer(ofMillis(1)));

    answered(layers, 1);

    assertThat(layers.counts()).isEqualTo(new LayersState.Counts(0, 0, 0, 1, 1, 0));
  }

  @Test
  void callsThatJoined_areCounted() {
    Layers layers = layers(Layer.FLIGHT);

    ask(layers, READ);
    ask(layers, READ);
    ask(layers, READ);

    assertThat(layers.counts()).isEqualTo(new LayersState.Counts(0, 0, 0, 0, 0, 2));
  }

  @Test
  void callsOverTheLimit_areCounted() {
    Layers layers = layers(Layer.LIMIT);
    service.becomes((_, _) -> Behaviour.hang());

    for (int i = 0; i < ENOUGH; i++) {
      ask(layers, READ);
    }

    LayersState.Limit limit = layers.limit().orElseThrow();
    assertThat(limit.inFlight()).isEqualTo(limit.max());
    assertThat(layers.counts())
        .isEqualTo(new LayersState.Counts(0, ENOUGH - limit.max(), 0, 0, 0, 0));
  }

  @Test
  void breaker_isToldOfOnce_atTheFirstCallOfItsMethod() {
    List<String> told = new ArrayList<>();
    Layers layers = new Layers(service, Set.of(Layer.BREAKER), nanoTime, random, told::add);

    answered(layers, 3);

    assertThat(told).containsExactly(READ.getFullMethodName());
    assertThat(layers.breaker(READ.getFullMethodName())).isEqualTo("CLOSED");
  }

  @Test
  void nothingIsCounted_whereNoLayerIs() {
    Layers layers = layers();

    answered(layers, 3);

    assertThat(layers.counts()).isEqualTo(new LayersState.Counts(0, 0, 0, 0, 0, 0));
    assertThat(layers.limit()).isEmpty();
    assertThat(layers.breaker(READ.getFullMethodName())).isNull();
  }

  private void answered(Layers layers, int times) {
    for (int i = 0; i < times; i++) {
      Asked asked = ask(layers, READ);
      time.advance(ofMillis(50));
      assertThat(asked.outcome()).isEqualTo("ok");
    }
  }
}
