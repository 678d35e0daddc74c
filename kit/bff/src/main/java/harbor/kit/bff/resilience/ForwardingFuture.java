package harbor.kit.bff.resilience;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answer of a call that another call brings; cancelling it cancels that one. */
public class ForwardingFuture<A> extends CompletableFuture<A> {
  private volatile @Nullable CompletableFuture<?> followed;

  /** From now on, cancelling this cancels that. */
  final void follow(CompletableFuture<?> sent) {
    followed = sent;
    if (isCancelled()) {
      sent.cancel(false);
    }
  }

  /** Ends as that one did. */
  protected final void settle(@Nullable A answer, @Nullable Throwable failure) {
    if (failure == null) {
      complete(answer);
    } else {
      completeExceptionally(failure);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    CompletableFuture<?> sent = followed;
    if (cancelled && sent != null) {
      sent.cancel(false);
    }
    return cancelled;
  }
}
