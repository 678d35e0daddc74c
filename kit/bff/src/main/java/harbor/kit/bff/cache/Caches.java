package harbor.kit.bff.cache;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import harbor.kit.bff.resilience.UnaryChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The caches of one BFF, made when it is wired. Thread-safe. */
public final class Caches {
  /** In the request whose shape is taken; no id may be that. */
  private static final String ANY_ID = "\0";

  private static final String SAME_FOR_EVERYBODY = "harbor.type.v1.same_for_everybody";

  private final String bff;
  private final Optional<SharedStore> store;
  private final MeterRegistry metrics;
  private final LongSupplier millis;
  private final RandomGenerator random;
  private final List<ReadCache<?>> caches = new CopyOnWriteArrayList<>();
  private final Map<String, Continuity> watched = new ConcurrentHashMap<>();

  /**
   * None yet.
   *
   * @param bff whose; part of the keys
   * @param store what all processes share; empty when each remembers for itself
   * @param millis the time since 1970, for instance {@code System::currentTimeMillis}
   */
  public Caches(
      String bff,
      Optional<SharedStore> store,
      MeterRegistry metrics,
      LongSupplier millis,
      RandomGenerator random) {
    this.bff = bff;
    this.store = store;
    this.metrics = metrics;
    this.millis = millis;
    this.random = random;
  }

  /**
   * A cache of a method's answers.
   *
   * @param method one whose contract says that its answer is the same for everybody
   * @param request what is asked for an id; depends on nothing else
   * @throws IllegalArgumentException when the contract does not say so
   */
  public <Q extends Message, A extends Message> ReadCache<A> of(
      CachePolicy policy,
      UnaryChannel channel,
      MethodDescriptor<Q, A> method,
      Function<String, Q> request) {
    if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema)
        || !isSameForEverybody(schema)) {
      throw new IllegalArgumentException(
          "%s: cannot be cached (expected: a method with option %s)"
              .formatted(method.getFullMethodName(), SAME_FOR_EVERYBODY));
    }
    String shape =
        Shape.of(
            schema.getMethodDescriptor().getOutputType(), request.apply(ANY_ID).toByteString());
    return of(policy, shape, parser(method), id -> channel.call(method, request.apply(id)));
  }

  /** The same, for whoever knows the shape. */
  <A extends Message> ReadCache<A> of(
      CachePolicy policy,
      String shape,
      Parser<A> parser,
      Function<String, CompletableFuture<A>> service) {
    String prefix = "%s:%s:%s:".formatted(bff, policy.what(), shape);
    SharedEntries<A> shared =
        policy.isShared() && store.isPresent()
            ? new SharedEntries<>(
                store.get(),
                prefix,
                new EntryCodec<>(parser),
                policy.freshFor().plus(policy.staleFor()),
                millis)
            : null;
    ReadCache<A> cache =
        new ReadCache<>(
            policy, prefix, service, shared, continuity(policy.watch()), millis, random);
    CacheMetrics.register(metrics, cache);
    caches.add(cache);
    return cache;
  }

  /** From now on every change of a stream is heard; what was missed before is not known. */
  public void heardFromNowOn(String watch) {
    continuity(watch).begins(millis.getAsLong());
    droppedBy(watch).forEach(ReadCache::dropAll);
  }

  /** Changes of a stream are heard again, and none was missed. */
  public void heardAgain(String watch) {
    continuity(watch).goesOn();
  }

  /** Changes of a stream are heard no longer. */
  public void unheard(String watch) {
    continuity(watch).breaks(millis.getAsLong());
  }

  /** A stream says that these have changed. */
  public void changed(String watch, Collection<String> ids) {
    droppedBy(watch).forEach(cache -> cache.drop(ids));
  }

  /** How they are doing, in the order in which they were made. */
  public List<CacheState> states() {
    return caches.stream().map(ReadCache::state).toList();
  }

  private Stream<ReadCache<?>> droppedBy(String watch) {
    return caches.stream().filter(cache -> cache.policy().watch().equals(watch));
  }

  private Continuity continuity(String watch) {
    return watched.computeIfAbsent(watch, _ -> new Continuity());
  }

  private static boolean isSameForEverybody(ProtoMethodDescriptorSupplier schema) {
    return schema.getMethodDescriptor().getOptions().getAllFields().entrySet().stream()
        .anyMatch(
            option ->
                option.getKey().getFullName().equals(SAME_FOR_EVERYBODY)
                    && Boolean.TRUE.equals(option.getValue()));
  }

  @SuppressWarnings("unchecked") // a message's parser makes such messages
  private static <A extends Message> Parser<A> parser(MethodDescriptor<?, A> method) {
    if (method.getResponseMarshaller() instanceof PrototypeMarshaller<A> marshaller
        && marshaller.getMessagePrototype() instanceof Message prototype) {
      return (Parser<A>) prototype.getParserForType();
    }
    throw new IllegalArgumentException(
        method.getFullMethodName() + ": answers no protobuf message (expected: one)");
  }
}
