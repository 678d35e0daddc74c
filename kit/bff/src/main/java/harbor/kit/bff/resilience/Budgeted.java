package harbor.kit.bff.resilience;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/**
 * Tells a {@link RetryBudget} how calls end, whatever retries and hedges made of them. Where more
 * calls fail than one in eleven, it is soon empty: a service that is down or overloaded is asked no
 * more than visitors ask.
 */
final class Budgeted implements UnaryChannel {
  private final UnaryChannel delegate;
  private final RetryBudget budget;

  Budgeted(UnaryChannel delegate, RetryBudget budget) {
    this.delegate = delegate;
    this.budget = budget;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    return CallDeadline.ofContext()
        .judge(
            delegate.call(method, request, attempt),
            outcome -> {
              switch (outcome) {
                case ANSWERED -> budget.answered();
                case FAILED -> budget.failed();
                case UNKNOWN -> {}
              }
            });
  }
}
