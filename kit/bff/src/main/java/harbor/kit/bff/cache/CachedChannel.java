package harbor.kit.bff.cache;

import com.google.protobuf.Message;
import harbor.kit.bff.resilience.UnaryChannel;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A service, and what is remembered of it: what a downstream client is made of. Thread-safe.
 *
 * @param caches where it is remembered
 * @param channel to the service
 * @param policy for how long
 */
public record CachedChannel(Caches caches, UnaryChannel channel, CachePolicy policy) {
  /**
   * Reads by a method.
   *
   * @param method one whose contract says that its answer is the same for everybody
   * @param request what is asked for an id; depends on nothing else
   * @throws IllegalArgumentException when the contract does not say so
   */
  public <Q extends Message, A extends Message> Reads<A> reads(
      MethodDescriptor<Q, A> method, Function<String, Q> request) {
    return caches.of(policy, method, request, id -> channel.call(method, request.apply(id)), null);
  }

  /**
   * Reads by a method for one id, and by another for many, whose answers are the same.
   *
   * @param most ids in one call of the other
   * @param many one whose contract says that its answer is the same for everybody, too
   * @param ids what it is asked for ids
   * @param answers what the first one would answer, by id; without those that are not there
   * @throws IllegalArgumentException when a contract does not say so
   */
  public <Q extends Message, A extends Message, P extends Message, B extends Message>
      Reads<A> reads(
          MethodDescriptor<Q, A> method,
          Function<String, Q> request,
          int most,
          MethodDescriptor<P, B> many,
          Function<List<String>, P> ids,
          Function<B, Map<String, A>> answers) {
    SameForEverybody.require(many);
    return caches.of(
        policy,
        method,
        request,
        id -> channel.call(method, request.apply(id)),
        new Batch<>(most, some -> channel.call(many, ids.apply(some)).thenApply(answers)));
  }
}
