package harbor.kit.client;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One method of a core service as its callers use it: what is asked, and what of the answer they
 * want. Data until it is opened; thread-safe.
 *
 * @param <I> what is asked for
 * @param <T> what comes back
 */
public abstract sealed class Rpc<I, T> permits Read, Write {
  private final MethodDescriptor<?, ?> method;
  private final Supplier<Function<I, CompletableFuture<T>>> opening;
  private volatile @Nullable Function<I, CompletableFuture<T>> sender;

  Rpc(MethodDescriptor<?, ?> method, Supplier<Function<I, CompletableFuture<T>>> opening) {
    this.method = method;
    this.opening = opening;
  }

  /** The gRPC method. */
  public MethodDescriptor<?, ?> method() {
    return method;
  }

  /**
   * Opens what stands between the caller and the service, like a cache; doing so twice does
   * nothing. Whoever declares a use of the method does so at the start, so that it is seen from
   * then on; otherwise the first call does.
   */
  public void open() {
    var _ = sender();
  }

  /**
   * Starts the call, within the deadline of the current gRPC context, without blocking.
   *
   * @return completes with the answer, or exceptionally with a {@link StatusRuntimeException}
   */
  public CompletableFuture<T> send(I input) {
    return sender().apply(input);
  }

  /**
   * Makes the call and waits for its answer.
   *
   * @throws StatusRuntimeException when there is none
   */
  public T call(I input) {
    return answer(send(input));
  }

  /**
   * Starts the call within a time, or what is left of the current gRPC context's if that is less,
   * without blocking.
   *
   * @return as that of {@link #send(Object)}
   */
  public CompletableFuture<T> send(I input, Duration time) {
    CancellableContext within =
        Context.current().withDeadlineAfter(time.toNanos(), TimeUnit.NANOSECONDS, Deadlines.TIMERS);
    Context before = within.attach();
    try {
      return send(input).whenComplete((_, _) -> within.close());
    } finally {
      within.detach(before);
    }
  }

  /**
   * Makes the call within a time, or what is left of the current gRPC context's if that is less,
   * and waits for its answer: for whoever has no request that brings a deadline along.
   *
   * @throws StatusRuntimeException when there is none
   */
  public T call(I input, Duration time) {
    return answer(send(input, time));
  }

  /** The same method, asked for what a function makes of another input. */
  public abstract <J> Rpc<J, T> with(Function<? super J, ? extends I> input);

  final <J> Supplier<Function<J, CompletableFuture<T>>> after(
      Function<? super J, ? extends I> input) {
    return () -> {
      Function<I, CompletableFuture<T>> opened = sender();
      return from -> opened.apply(input.apply(from));
    };
  }

  private static <T> T answer(CompletableFuture<T> sent) {
    try {
      return sent.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private synchronized Function<I, CompletableFuture<T>> opened() {
    Function<I, CompletableFuture<T>> known = sender;
    if (known == null) {
      known = opening.get();
      sender = known;
    }
    return known;
  }

  private Function<I, CompletableFuture<T>> sender() {
    Function<I, CompletableFuture<T>> known = sender;
    return known == null ? opened() : known;
  }

  /** Made by the first call that needs it. */
  private static final class Deadlines {
    static final ScheduledExecutorService TIMERS = timers();

    private static ScheduledExecutorService timers() {
      ScheduledThreadPoolExecutor timers =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("call-deadlines").factory());
      timers.setRemoveOnCancelPolicy(true);
      return timers;
    }
  }
}
