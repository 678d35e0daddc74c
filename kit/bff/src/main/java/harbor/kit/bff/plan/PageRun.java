package harbor.kit.bff.plan;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Runs a plan and those that follow it, all within the first one's budget, until the page is there.
 */
final class PageRun<V> {
  private final RequestScope scope;
  private final PlanListener listener;
  private final Function<Parts, V> view;
  private final CancellableContext budget;
  private final CompletableFuture<Page<V>> page = new CompletableFuture<>();

  PageRun(Plan<?> first, RequestScope scope, PlanListener listener, Function<Parts, V> view) {
    this.scope = scope;
    this.listener = listener;
    this.view = view;
    this.budget = scope.part(scope.context(), first.budget());
  }

  <I> CompletableFuture<Page<V>> start(Plan<I> first, I input) {
    run(first, input, budget, Parts.NONE);
    return page;
  }

  private <I> void run(Plan<I> plan, I input, Context within, Parts before) {
    new PlanRun<>(plan, scope, within, before, listener, ending -> ended(plan, ending))
        .start(input);
  }

  private void ended(Plan<?> plan, Ending ending) {
    try {
      switch (ending) {
        case Ending.Missed(Call<?, ?> call, Miss miss) ->
            end(
                miss.isFailure()
                    ? new Page.Unavailable<>(call.name(), miss)
                    : new Page.NotFound<>(call.name(), miss));
        case Ending.Whole(Parts parts) -> {
          Plan.Step<?> next = plan.next();
          if (next == null) {
            end(new Page.Ready<>(view.apply(parts), parts.missing(), parts.stale()));
          } else {
            follow(next, parts);
          }
        }
      }
    } catch (RuntimeException | Error bug) {
      page.completeExceptionally(bug);
      budget.cancel(null);
    }
  }

  private <J> void follow(Plan.Step<J> step, Parts parts) {
    J input = step.input().apply(parts);
    run(step.plan(), input, scope.part(budget, step.plan().budget()), parts);
  }

  private void end(Page<V> ending) {
    // First the page: what is cancelled below settles as cancelled and must find the run ended.
    page.complete(ending);
    budget.cancel(null);
  }
}
