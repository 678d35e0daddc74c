package harbor.kit.bff.plan;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What one endpoint shows: its plans, and the view that they become. A value: whoever serves it
 * runs it. Made by {@link Plan#shows}.
 *
 * @param <I> the request, read and checked
 * @param <V> the view
 */
public interface Screen<I, V extends Message> {
  /** Its plans, in the order in which they are run. */
  List<Plan<?>> plans();

  /** The view's type. */
  Class<V> view();

  /** Runs them within the request's scope. Does not block. */
  CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, I input);

  /** Whether one of its plans changes something. */
  default boolean isChange() {
    return plans().stream().flatMap(plan -> plan.steps().stream()).anyMatch(Plan::isChange);
  }
}
