package harbor.kit.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A core service as its callers reach it; what the class of reads and writes of a service is made
 * of. Each BFF has channels with layers and caches, core services and the command line plain ones.
 * Thread-safe.
 */
public interface Channels {
  /** The service's name, for instance {@code catalog}. */
  String service();

  /**
   * Starts a call, within the deadline of the current gRPC context, without blocking.
   *
   * @return completes with the answer, or exceptionally with a {@link
   *     io.grpc.StatusRuntimeException}
   */
  <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request);

  /**
   * A cache in front of the service, where the caller has one; otherwise the service.
   *
   * @param method one whose contract says that its answers are cacheable
   * @param request what it is asked for an id; depends on nothing else
   * @param service asks the service
   * @throws IllegalArgumentException when the contract does not say so
   */
  default <A extends Message> ById<A> cached(
      CachePolicy policy,
      MethodDescriptor<?, A> method,
      Function<String, ? extends Message> request,
      Direct<A> service) {
    return service;
  }

  /** A read by id: the only kind that can be cached. */
  default <Q extends Message, A extends Message, T> Lookup<A, T> lookup(
      MethodDescriptor<Q, A> method, Function<String, Q> request, Function<A, T> answer) {
    return lookup(method, request, (_, _) -> {}, answer);
  }

  /**
   * A read by id whose answers are checked before any cache has them.
   *
   * @param check throws {@link InvalidAnswer} for what cannot be the answer for an id
   */
  default <Q extends Message, A extends Message, T> Lookup<A, T> lookup(
      MethodDescriptor<Q, A> method,
      Function<String, Q> request,
      BiConsumer<String, A> check,
      Function<A, T> answer) {
    return new Lookup<>(this, method, request, check, answer);
  }

  /** A read. */
  default <I, Q extends Message, A extends Message, T> Read<I, T> read(
      MethodDescriptor<Q, A> method, Function<I, Q> request, Function<A, T> answer) {
    return read(method, request, (_, _) -> {}, answer);
  }

  /**
   * A read whose answers are checked.
   *
   * @param check throws {@link InvalidAnswer} for what cannot be the answer to what was asked
   */
  default <I, Q extends Message, A extends Message, T> Read<I, T> read(
      MethodDescriptor<Q, A> method,
      Function<I, Q> request,
      BiConsumer<I, A> check,
      Function<A, T> answer) {
    return new Read<>(
        method,
        () ->
            input ->
                send(method, request.apply(input))
                    .thenApply(
                        response -> {
                          check.accept(input, response);
                          return answer.apply(response);
                        }));
  }

  /** A write. */
  default <I, Q extends Message, A extends Message, T> Write<I, T> write(
      MethodDescriptor<Q, A> method, Function<I, Q> request, Function<A, T> answer) {
    return new Write<>(method, () -> input -> send(method, request.apply(input)).thenApply(answer));
  }

  /**
   * A stream of changes.
   *
   * @param name as caches, metrics and logs name it: {@code <service>.<what>}
   * @throws IllegalArgumentException when the method's contract is another
   */
  default ChangeStream changes(String name, MethodDescriptor<?, ?> method) {
    return ChangeStream.of(name, method);
  }
}
