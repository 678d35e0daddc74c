package harbor.kit.bff.resilience;

import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;

/** A way to make unary calls: the transport itself, or a layer around another way. Thread-safe. */
@FunctionalInterface
public interface UnaryChannel {
  /**
   * Starts a call, without blocking.
   *
   * <p>Its deadline and its cancellation are those of the current gRPC context; cancelling the
   * future ends it too.
   *
   * @return completes with the answer, or exceptionally with a {@link
   *     io.grpc.StatusRuntimeException}
   */
  <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request, Try attempt);

  /** Starts a call for the first time. */
  default <Q, A> CompletableFuture<A> call(MethodDescriptor<Q, A> method, Q request) {
    return call(method, request, Try.FIRST);
  }

  /**
   * Which try of a call it is.
   *
   * @param number 1 is the first
   * @param isHedge whether the one before it is still under way
   */
  record Try(int number, boolean isHedge) {
    /** The first one. */
    public static final Try FIRST = new Try(1, false);

    private static final Try HEDGE = new Try(2, true);

    static Try again(int number) {
      return new Try(number, false);
    }

    static Try hedge() {
      return HEDGE;
    }
  }
}
