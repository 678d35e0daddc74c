package harbor.kit.bff.scenario;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.UnaryChannel;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is often done instead: whatever is UNAVAILABLE is tried three times more, a millisecond
 * apart, without a budget and without asking whether the method may be repeated.
 */
final class NaiveRetry implements UnaryChannel {
  private static final int MAX_TRIES = 4;
  private static final Duration PAUSE = Duration.ofMillis(1);

  private final UnaryChannel service;
  private final VirtualTime time;

  NaiveRetry(UnaryChannel service, VirtualTime time) {
    this.service = service;
    this.time = time;
  }

  @Override
  public <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt) {
    CompletableFuture<A> answer = new CompletableFuture<>();
    send(method, request, attempt, answer);
    return answer;
  }

  private <Q, A> void send(
      MethodDescriptor<Q, A> method, Q request, Try attempt, CompletableFuture<A> answer) {
    Context context = Context.current();
    var _ =
        service
            .call(method, request, attempt)
            .whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    answer.complete(value);
                  } else if (context.isCancelled()
                      || attempt.number() == MAX_TRIES
                      || !isUnavailable(failure)) {
                    answer.completeExceptionally(failure);
                  } else {
                    Try next = new Try(attempt.number() + 1, false);
                    var _ =
                        time.after(PAUSE, context.wrap(() -> send(method, request, next, answer)));
                  }
                });
  }

  private static boolean isUnavailable(@Nullable Throwable failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
  }
}
