package harbor.kit.bff.plan;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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

  /** The same, asked with something else of which its input is made. */
  default <J> Screen<J, V> with(Function<J, I> input) {
    Screen<I, V> asked = this;
    return new Screen<>() {
      @Override
      public List<Plan<?>> plans() {
        return asked.plans();
      }

      @Override
      public Class<V> view() {
        return asked.view();
      }

      @Override
      public CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, J request) {
        return asked.page(runner, scope, input.apply(request));
      }
    };
  }

  /** Whether one of its plans changes something. */
  default boolean isChange() {
    return plans().stream().flatMap(plan -> plan.steps().stream()).anyMatch(Plan::isChange);
  }
}
