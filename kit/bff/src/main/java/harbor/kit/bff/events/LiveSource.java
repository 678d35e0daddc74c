package harbor.kit.bff.events;

import harbor.kit.bff.watch.ChangeListener;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * States of one kind at a core service: what says that they change, and what reads them. Immutable.
 *
 * @param <S> the state of one key; states are compared by {@code equals}
 */
public final class LiveSource<S> {
  private final String name;
  private final Consumer<ChangeListener> changes;
  private final Read<S> read;

  /**
   * Reads states from the service itself: a cache, or a call that somebody else has begun already,
   * may be older than the change.
   */
  @FunctionalInterface
  public interface Read<S> {
    /**
     * The states of these keys; without those that the service does not know. Runs in a gRPC
     * context that has a deadline.
     *
     * @param keys at most 100, each once
     */
    CompletableFuture<Map<String, S>> of(Collection<String> keys);
  }

  private LiveSource(String name, Consumer<ChangeListener> changes, Read<S> read) {
    this.name = name;
    this.changes = changes;
    this.read = read;
  }

  /**
   * A source.
   *
   * @param name as logs name it: {@code <service>.<what>}
   * @param changes takes a listener to the stream of changes, for instance {@code watch::listen};
   *     the ids that it tells are the keys
   */
  public static <S> LiveSource<S> of(String name, Consumer<ChangeListener> changes, Read<S> read) {
    return new LiveSource<>(name, changes, read);
  }

  /**
   * Reads by a method of the service, past all layers.
   *
   * @param channel for instance {@code Downstream.streams()}
   * @param request asks for these keys
   * @param states by key
   */
  public static <Q, A, S> Read<S> by(
      Channel channel,
      MethodDescriptor<Q, A> method,
      Function<Collection<String>, Q> request,
      Function<A, Map<String, S>> states) {
    return keys -> {
      CompletableFuture<A> response = new CompletableFuture<>();
      ClientCalls.asyncUnaryCall(
          channel.newCall(method, CallOptions.DEFAULT),
          request.apply(keys),
          new StreamObserver<>() {
            @Override
            public void onNext(A value) {
              response.complete(value);
            }

            @Override
            public void onError(Throwable failure) {
              response.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
          });
      return response.thenApply(states);
    };
  }

  void listen(ChangeListener listener) {
    changes.accept(listener);
  }

  CompletableFuture<Map<String, S>> read(Collection<String> keys) {
    return read.of(keys);
  }

  @Override
  public String toString() {
    return name;
  }
}
