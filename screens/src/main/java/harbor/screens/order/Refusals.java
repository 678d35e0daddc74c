package harbor.screens.order;

import static java.time.Duration.ofMillis;

import com.google.protobuf.Message;
import harbor.kit.bff.edge.Route.Refused;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;

/** What refusals show of what came with them. */
final class Refusals {
  private Refusals() {}

  /**
   * The message of this type that came with a refusal.
   *
   * @param plans what the plan's name begins with
   */
  static <I, M extends Message> Screen<Refused<I>, M> detail(String plans, Class<M> type) {
    return Plan.<Refused<I>>of(plans + ".refused", ofMillis(50))
        .shows((refused, _) -> refused.miss().detail(type).orElseThrow(), type);
  }
}
