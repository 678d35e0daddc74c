package harbor.kit.bff.plan;

import com.google.protobuf.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** A plan and what it shows. */
record PlannedScreen<I, V extends Message>(
    Plan<I> plan, BiFunction<I, PlanParts, V> shown, Class<V> view) implements Screen<I, V> {
  @Override
  public List<Plan<?>> plans() {
    return List.of(plan);
  }

  @Override
  public CompletableFuture<Page<V>> page(PlanRunner runner, RequestScope scope, I input) {
    return runner.run(plan, scope, input, parts -> shown.apply(input, parts));
  }
}
