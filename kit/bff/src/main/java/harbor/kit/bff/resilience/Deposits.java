package harbor.kit.bff.resilience;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/** Counts every call that was asked for into the {@link RetryBudget}. */
final class Deposits implements UnaryChannel {
  private final UnaryChannel delegate;
  private final RetryBudget budget;

  Deposits(UnaryChannel delegate, RetryBudget budget) {
    this.delegate = delegate;
    this.budget = budget;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    budget.deposit();
    return delegate.call(method, request, attempt);
  }
}
