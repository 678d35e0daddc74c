package harbor.kit.bff.scenario;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.resilience.UnaryChannel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** All screens at once over the same services, of which one hangs. */
class HungDependencyTest {
  private static final String HUNG = "reviews";
  private static final Set<Shape> THAT_USE_IT = EnumSet.of(Shape.PHONE, Shape.BROWSER);
  private static final double PER_SECOND = 5_000;
  private static final Duration LENGTH = ofSeconds(1);
  private static final int FIRST_LIMIT = 70;

  private final VirtualTime time = new VirtualTime();

  private record Run(Map<Shape, Requests> byShape, Services services) {
    List<Requests.Request> requests(Shape shape) {
      return Objects.requireNonNull(byShape.get(shape)).requests();
    }

    int maxUnderWay() {
      return services.scripted(HUNG).maxUnderWay();
    }
  }

  @Test
  void screensThatDoNotUseIt_areServedAsIfItWereWell() {
    Run hung = run(time, Defence.ALL.around(time), true);
    VirtualTime otherTime = new VirtualTime();
    Run well = run(otherTime, Defence.ALL.around(otherTime), false);

    for (Shape shape : EnumSet.complementOf(EnumSet.copyOf(THAT_USE_IT))) {
      assertThat(hung.requests(shape)).isEqualTo(well.requests(shape));
    }
    for (Shape shape : THAT_USE_IT) {
      assertThat(hung.requests(shape)).isNotEqualTo(well.requests(shape));
    }
  }

  @Test
  void callsToIt_areBounded_withTheLimitAlone() {
    Run run = run(time, Defence.only(time, Set.of(Layer.LIMIT)), true);

    assertThat(run.maxUnderWay()).isEqualTo(FIRST_LIMIT);
    assertThat(run.services().layers(HUNG).limit()).isNotNull();
  }

  @Test
  void callsToIt_areBounded_withAllLayers() {
    assertThat(run(time, Defence.ALL.around(time), true).maxUnderWay())
        .isLessThanOrEqualTo(FIRST_LIMIT);
  }

  @Test
  void callsToIt_pileUp_withoutTheLimit() {
    assertThat(run(time, Defence.NONE.around(time), true).maxUnderWay())
        .isGreaterThan(FIRST_LIMIT + FIRST_LIMIT / 2);
  }

  private static Run run(VirtualTime time, UnaryOperator<UnaryChannel> defence, boolean isHung) {
    Services services =
        new Services(
            time,
            defence,
            name ->
                (_, at) -> isHung && name.equals(HUNG) ? Behaviour.hang() : Draw.healthy(name, at));
    Load load = new Load(time, _ -> PER_SECOND);
    Map<Shape, Requests> byShape = new EnumMap<>(Shape.class);
    for (Shape shape : Shape.values()) {
      byShape.put(shape, load.on(shape.plan(services)));
    }
    load.run(LENGTH);
    return new Run(byShape, services);
  }
}
