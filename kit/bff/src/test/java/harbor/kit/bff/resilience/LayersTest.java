package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

class LayersTest extends LayerTest {
  @Test
  void list_saysWhichAreThere_innermostFirst() {
    assertThat(layers(Layer.values())).hasToString("limit < retry < hedge < breaker < flight");
    assertThat(layers(Layer.FLIGHT, Layer.RETRY)).hasToString("retry < flight");
    assertThat(layers()).hasToString("");
  }

  @Test
  void retriesAndHedges_shareOneBudget() {
    Layers both = layers(Layer.RETRY, Layer.HEDGE);
    for (int i = 0; i < 200; i++) {
      ask(both, READ);
      time.advance(ofMillis(6));
    }
    service.becomes(
        (number, _) ->
            number % 2 == 0 ? Behaviour.hang() : Behaviour.fail(Status.UNAVAILABLE, ofMillis(1)));

    for (int i = 0; i < 1_000; i++) {
      ask(both, READ);
      time.advance(ofMillis(3));
    }
    time.advance(DEADLINE);

    assertThat(service.received().size() - 200).isBetween(1_000, 1_111);
    assertThat(service.underWay()).isZero();
  }

  @Test
  void state_saysHowEachIsDoing() {
    Layers all = layers(Layer.values());
    ask(all, READ);

    LayersState state = all.state();

    assertThat(state.layers()).containsExactly(Layer.values());
    assertThat(state.limit()).isEqualTo(new LayersState.Limit(1, 70));
    assertThat(state.moreCalls()).isZero();
    assertThat(state.methods()).containsOnlyKeys(READ.getFullMethodName());
  }

  @Test
  void state_saysNothing_ofLayersThatAreNotThere() {
    Layers none = layers();
    ask(none, READ);

    assertThat(none.state().limit()).isNull();
    assertThat(none.state().methods()).isEmpty();
  }

  @Test
  void nothing_isLeftUnderWay_whenTheClientLeaves() {
    Layers all = layers(Layer.values());
    service.becomes((_, _) -> Behaviour.hang());
    Asked asked = ask(all, READ);

    asked.leave();

    assertThat(service.underWay()).isZero();
    assertThat(time.scheduled()).as("timers").isZero();
  }
}
