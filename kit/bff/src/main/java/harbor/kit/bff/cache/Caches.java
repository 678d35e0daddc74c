package harbor.kit.bff.cache;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import harbor.kit.bff.cache.load.Loader;
import harbor.kit.bff.cache.load.ReadCache;
import harbor.kit.bff.cache.load.Subscription;
import harbor.kit.bff.cache.metrics.CacheMetrics;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.cache.shared.EntryCodec;
import harbor.kit.bff.cache.shared.RedisSharedStore;
import harbor.kit.bff.cache.shared.SharedEntries;
import harbor.kit.bff.cache.shared.SharedStore;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.watch.ChangeListener;
import harbor.kit.client.BatchLoad;
import harbor.kit.client.ById;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Direct;
import harbor.kit.client.Prototypes;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The caches of one BFF, made when it is wired. Thread-safe. */
public final class Caches {
  /** In the request that is part of the fingerprint; no id may be that. */
  private static final String ANY_ID = "\0";

  private final String bff;
  private final boolean isOn;
  private final Optional<SharedStore> store;
  private final MeterRegistry metrics;
  private final LongSupplier millis;
  private final RandomGenerator random;
  private final Set<String> subscribed = ConcurrentHashMap.newKeySet();
  private final Set<String> names = ConcurrentHashMap.newKeySet();
  private final List<ReadCache<?>> caches = new CopyOnWriteArrayList<>();
  private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param bff whose; part of the keys
   * @param isOn whether anything is cached at all
   * @param store what all processes share; empty when each caches for itself
   * @param millis the time since 1970, for instance {@code System::currentTimeMillis}
   * @param random draws lifetimes and early refreshes; thread-safe
   */
  public Caches(
      String bff,
      boolean isOn,
      Optional<SharedStore> store,
      MeterRegistry metrics,
      LongSupplier millis,
      RandomGenerator random) {
    this.bff = bff;
    this.isOn = isOn;
    this.store = store;
    this.metrics = metrics;
    this.millis = millis;
    this.random = random;
  }

  /**
   * The caches of a BFF that runs.
   *
   * @param bff its name
   * @param redis where all its processes share them; empty when each caches for itself
   */
  public static Caches open(
      String bff, CacheSettings settings, Optional<Redis> redis, MeterRegistry metrics) {
    return new Caches(
        bff,
        settings.isOn(),
        redis.filter(_ -> settings.isOn()).map(RedisSharedStore::new),
        metrics,
        System::currentTimeMillis,
        () -> ThreadLocalRandom.current().nextLong());
  }

  /**
   * A cache in front of a service; the service itself when nothing is cached.
   *
   * @param method one whose contract says that its answers are cacheable
   * @param request what it is asked for an id; depends on nothing else
   * @throws IllegalArgumentException when the contract does not say so, or when there is a cache of
   *     this name already
   */
  public <A extends Message> ById<A> of(
      CachePolicy policy,
      MethodDescriptor<?, A> method,
      Function<String, ? extends Message> request,
      Direct<A> service) {
    var contract = Cacheable.require(method);
    if (service.batch() != null) {
      Cacheable.require(service.batch().method());
    }
    return isOn
        ? of(
            policy,
            SchemaFingerprint.of(contract.getOutputType(), request.apply(ANY_ID).toByteString()),
            parser(method),
            service.one()::apply,
            service.batch())
        : service;
  }

  /** The same, for whoever knows the fingerprint. */
  <A extends Message> ReadCache<A> of(
      CachePolicy policy,
      String fingerprint,
      Parser<A> parser,
      Loader<A> service,
      @Nullable BatchLoad<A> batch) {
    if (!names.add(policy.name())) {
      throw new IllegalArgumentException(
          "%s: there is a cache of this name already (expected: another name)"
              .formatted(policy.name()));
    }
    String prefix = "%s:%s:%s:".formatted(bff, policy.name(), fingerprint);
    SharedEntries<A> shared =
        policy.isShared() && store.isPresent()
            ? new SharedEntries<>(
                store.get(),
                prefix,
                new EntryCodec<>(parser),
                policy.maxTtl().plus(policy.staleIfError()),
                millis)
            : null;
    ReadCache<A> cache =
        new ReadCache<>(
            policy, prefix, service, batch, shared, subscription(policy.stream()), millis, random);
    CacheMetrics.register(metrics, policy.name(), cache.counts(), () -> cache.state().size());
    caches.add(cache);
    return cache;
  }

  /**
   * Invalidates what a stream of changes names, from now on. Doing so twice does nothing.
   *
   * @param changes tells a listener what the stream says
   */
  public void subscribe(ChangeStream stream, Consumer<ChangeListener> changes) {
    if (isOn && subscribed.add(stream.name())) {
      changes.accept(listener(stream.name()));
    }
  }

  /** Invalidates what a stream of changes names. */
  ChangeListener listener(String stream) {
    Subscription subscription = subscription(stream);
    return new ChangeListener() {
      @Override
      public void subscribed() {
        subscription.subscribed(millis.getAsLong());
      }

      @Override
      public void reset() {
        subscription.subscribed(millis.getAsLong());
        invalidatedBy(stream).forEach(ReadCache::invalidateAll);
      }

      @Override
      public void reconnected() {
        subscription.reconnected();
      }

      @Override
      public void disconnectedSince(long since) {
        subscription.disconnected(since);
      }

      @Override
      public void changed(Collection<String> ids) {
        invalidatedBy(stream).forEach(cache -> cache.invalidate(ids));
      }
    };
  }

  /** How they are doing, in the order in which they were made. */
  public List<CacheState> states() {
    return caches.stream().map(ReadCache::state).toList();
  }

  private Stream<ReadCache<?>> invalidatedBy(String stream) {
    return caches.stream().filter(cache -> cache.policy().stream().equals(stream));
  }

  private Subscription subscription(String stream) {
    return subscriptions.computeIfAbsent(stream, _ -> new Subscription());
  }

  @SuppressWarnings("unchecked") // a message's parser makes such messages
  private static <A extends Message> Parser<A> parser(MethodDescriptor<?, A> method) {
    return (Parser<A>) Prototypes.answer(method).getParserForType();
  }
}
