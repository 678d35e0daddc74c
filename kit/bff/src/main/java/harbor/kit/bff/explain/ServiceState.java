package harbor.kit.bff.explain;

import harbor.kit.bff.resilience.Layer;
import harbor.kit.bff.resilience.LayersState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the calls to one service go.
 *
 * @param name of the service
 * @param layers what is around its calls, innermost first
 * @param inFlight calls under way; null when they are not limited
 * @param limit calls that may be under way; null when they are not limited
 * @param moreCalls how many retries and hedges may be made now
 * @param counts what the layers did since the start
 */
public record ServiceState(
    String name,
    List<String> layers,
    @Nullable Integer inFlight,
    @Nullable Integer limit,
    int moreCalls,
    LayersState.Counts counts) {
  /** Copies the list. */
  public ServiceState {
    layers = List.copyOf(layers);
  }

  static ServiceState of(String name, LayersState state) {
    LayersState.Limit limit = state.limit();
    return new ServiceState(
        name,
        labels(state.layers()),
        limit == null ? null : limit.inFlight(),
        limit == null ? null : limit.max(),
        state.moreCalls(),
        state.counts());
  }

  static List<String> labels(List<Layer> layers) {
    return layers.stream().map(Layer::label).toList();
  }
}
