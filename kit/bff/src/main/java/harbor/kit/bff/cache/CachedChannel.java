package harbor.kit.bff.cache;

import com.google.protobuf.Message;
import harbor.kit.bff.resilience.UnaryChannel;
import io.grpc.MethodDescriptor;
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
    return caches.of(policy, channel, method, request);
  }
}
