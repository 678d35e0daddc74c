package harbor.kit.bff.edge;

import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import java.util.List;

/** The plans of a BFF's screens as a text for engineers. */
public final class PlansPage {
  private PlansPage() {}

  /** One paragraph a route: its plans, their budgets, and a line a call. */
  public static String text(List<ScreenRoute<?, ?>> routes) {
    StringBuilder text = new StringBuilder();
    for (ScreenRoute<?, ?> route : routes) {
      text.append("GET ").append(route.path()).append('\n');
      for (Plan<?> plan : route.screen().plans()) {
        text.append("  %s within %d ms%n".formatted(plan.name(), plan.budget().toMillis()));
        plan.calls().forEach(call -> text.append("    ").append(line(call)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String line(Call<?, ?> call) {
    String deadline = "%-28s %4d ms  ".formatted(call.name(), call.deadline().toMillis());
    return call instanceof OptionalCall<?, ?> optional
        ? deadline + "optional, else " + optional.fallback()
        : deadline + "critical";
  }
}
