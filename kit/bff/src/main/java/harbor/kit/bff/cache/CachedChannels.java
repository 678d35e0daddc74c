package harbor.kit.bff.cache;

import com.google.protobuf.Message;
import harbor.kit.bff.resilience.UnaryChannel;
import harbor.kit.client.ById;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Direct;
import io.grpc.MethodDescriptor;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A core service as the clients of a BFF reach it: its layers around each call, caches in front of
 * reads, and the streams of changes that those need. Thread-safe.
 */
public final class CachedChannels implements Channels {
  private final String service;
  private final UnaryChannel channel;
  private final Caches caches;
  private final Consumer<ChangeStream> subscribe;
  private final Map<String, ChangeStream> streams = new ConcurrentHashMap<>();

  /**
   * Over these.
   *
   * @param service its name
   * @param subscribe sees to it that caches hear of a stream of changes; more than once for one
   */
  public CachedChannels(
      String service, UnaryChannel channel, Caches caches, Consumer<ChangeStream> subscribe) {
    this.service = service;
    this.channel = channel;
    this.caches = caches;
    this.subscribe = subscribe;
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public <Q extends Message, A extends Message> CompletableFuture<A> send(
      MethodDescriptor<Q, A> method, Q request) {
    return channel.call(method, request);
  }

  @Override
  public ChangeStream changes(String name, MethodDescriptor<?, ?> method) {
    return streams.computeIfAbsent(name, _ -> ChangeStream.of(name, method));
  }

  @Override
  public <A extends Message> ById<A> cached(
      CachePolicy policy,
      MethodDescriptor<?, A> method,
      Function<String, ? extends Message> request,
      Direct<A> direct) {
    if (!policy.stream().isEmpty()) {
      ChangeStream stream = streams.get(policy.stream());
      if (stream == null) {
        throw new IllegalArgumentException(
            "%s: no stream %s (expected: one of %s)"
                .formatted(policy.name(), policy.stream(), service));
      }
      subscribe.accept(stream);
    }
    return caches.of(policy, method, request, direct);
  }
}
