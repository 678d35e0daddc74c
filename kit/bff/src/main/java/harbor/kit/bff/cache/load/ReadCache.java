package harbor.kit.bff.cache.load;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Message;
import harbor.kit.bff.cache.metrics.CacheCounts;
import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.cache.shared.Entry;
import harbor.kit.bff.cache.shared.Entry.Absent;
import harbor.kit.bff.cache.shared.Entry.Value;
import harbor.kit.bff.cache.shared.SharedEntries;
import harbor.kit.bff.plan.CallRun;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.BatchLoad;
import harbor.kit.client.ById;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Direct;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A cache of the answers of one method by id: only of what does not depend on who asks.
 *
 * <p>It is given what it asks before there is any request, and asks in nobody's name: an answer
 * that depends on who asks cannot get in. An expired entry is loaded once, however many wait; one
 * that will soon expire is loaded while it still serves. An id that is not there is cached too, for
 * the negative TTL. Thread-safe.
 *
 * @param <A> the answer
 */
public final class ReadCache<A extends Message> implements ById<A> {
  /** While loads fail, the next one is tried after so many milliseconds. */
  private static final long AFTER_FAILURE = 1_000;

  /**
   * For so many milliseconds after a failed load the stale entry is the answer at once. Whoever
   * comes later waits for a load: the service may be well again, and nobody has asked it since.
   */
  private static final long FAILURE_COUNTS = 5_000;

  /** On the heap besides the message: the entry, its key, its place in the table. */
  private static final int ENTRY_BYTES = 160;

  private final CachePolicy policy;
  private final String keys;
  private final Loader<A> service;
  private final @Nullable BatchLoad<A> batch;
  private final @Nullable SharedEntries<A> shared;
  private final Subscription subscription;
  private final LongSupplier millis;
  private final RandomGenerator random;
  private final EarlyRefresh early;
  private final StaleLog staleLog;
  private final CacheCounts counts;
  private final Cache<String, Entry<A>> entries;
  private final Map<String, Load<A>> loads = new ConcurrentHashMap<>();

  /**
   * An empty one.
   *
   * @param keys what its keys in the shared store begin with
   * @param service asks the service, within the current context
   * @param batch asks it for many at once; null when that cannot be
   * @param shared what all processes share; null for nothing
   * @param subscription since when it is subscribed to changes
   * @param millis the time since 1970
   */
  public ReadCache(
      CachePolicy policy,
      String keys,
      Loader<A> service,
      @Nullable BatchLoad<A> batch,
      @Nullable SharedEntries<A> shared,
      Subscription subscription,
      LongSupplier millis,
      RandomGenerator random) {
    this.policy = policy;
    this.keys = keys;
    this.service = service;
    this.batch = batch;
    this.shared = shared;
    this.subscription = subscription;
    this.millis = millis;
    this.random = random;
    this.early = new EarlyRefresh(policy.beta(), random);
    this.staleLog = new StaleLog(policy.name());
    this.counts = new CacheCounts(millis);
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(policy.maxBytes())
            .weigher((String id, Entry<A> entry) -> weight(id, entry))
            .executor(Runnable::run)
            .evictionListener((_, _, _) -> counts.evicted.increment())
            .build();
  }

  @Override
  public CompletableFuture<A> get(String id) {
    RequestScope scope = RequestScope.current();
    if (scope == null) {
      return service.ask(id);
    }
    Entry<A> entry = atHand(id, scope);
    if (entry != null) {
      return entry.answer();
    }
    Waiter<A> waiter = load(id, scope, service);
    if (waiter.isFirst()) {
      waiter.load().start();
    }
    return waiter;
  }

  @Override
  public CompletableFuture<Map<String, A>> getAll(Collection<String> ids) {
    RequestScope scope = RequestScope.current();
    if (scope == null) {
      return new Direct<>(service::ask, batch).getAll(ids);
    }
    Map<String, CompletableFuture<A>> answers = new LinkedHashMap<>();
    List<Load<A>> begun = new ArrayList<>();
    BatchLoader<A> batched = batch == null ? null : new BatchLoader<>(batch, service);
    for (String id : new LinkedHashSet<>(ids)) {
      Entry<A> entry = atHand(id, scope);
      if (entry != null) {
        answers.put(id, entry.answer());
        continue;
      }
      Waiter<A> waiter = load(id, scope, batched == null ? service : batched);
      answers.put(id, waiter);
      if (waiter.isFirst()) {
        begun.add(waiter.load());
        if (batched != null) {
          batched.expects(id);
        }
      }
    }
    begun.forEach(Load::start);
    return FoundAnswers.of(answers);
  }

  /**
   * What may be answered at once: it is fresh, or loads fail and it may stand in; null for none.
   */
  private @Nullable Entry<A> atHand(String id, RequestScope scope) {
    long now = now();
    Entry<A> known = entries.getIfPresent(id);
    if (known != null) {
      long until = freshUntil(known);
      if (now < until && known.isOfThePast(now)) {
        counts.hits.increment();
        note(AnsweredBy.CACHE);
        if (early.isDue(now, until, known.loadNanos())) {
          refresh(id, known, scope);
        }
        return known;
      }
      if (known.hasFailedWithin(FAILURE_COUNTS, now) && known.mayStandIn(now, policy)) {
        counts.stale.increment();
        note(AnsweredBy.STALE_COPY);
        if (now >= known.failedAt() + AFTER_FAILURE) {
          refresh(id, known, scope);
        }
        return known;
      }
    }
    counts.misses.increment();
    return null;
  }

  /** Waits for the load of an id; who is the first to do so has to start it. */
  private Waiter<A> load(String id, RequestScope scope, Loader<A> loader) {
    while (true) {
      boolean[] isFirst = new boolean[1];
      Load<A> load =
          loads.computeIfAbsent(
              id,
              _ -> {
                isFirst[0] = true;
                Entry<A> known = entries.getIfPresent(id);
                return new Load<>(id, this, shared, loader, scope, known, false);
              });
      if (isFirst[0] || load.join()) {
        return new Waiter<>(id, this, scope, load, isFirst[0]).begin();
      }
      // it was given up a moment ago
      loads.remove(id, load);
    }
  }

  private void refresh(String id, Entry<A> known, RequestScope scope) {
    boolean[] isMine = new boolean[1];
    Load<A> load =
        loads.computeIfAbsent(
            id,
            _ -> {
              isMine[0] = true;
              return new Load<>(id, this, shared, service, scope, known, true);
            });
    if (isMine[0]) {
      counts.early.increment();
      load.start();
    }
  }

  /** Invalidates what has changed at its source, and loads under way with it. */
  public void invalidate(Collection<String> ids) {
    for (String id : ids) {
      // Under the lock of this key, as whoever caches what a load brought.
      loads.compute(
          id,
          (_, _) -> {
            if (entries.asMap().remove(id) != null) {
              counts.invalidated.increment();
            }
            return null;
          });
    }
    if (shared != null) {
      shared.invalidate(ids);
    }
  }

  /** Invalidates everything: something has changed, and nobody knows what. */
  public void invalidateAll() {
    List.copyOf(loads.keySet()).forEach(id -> loads.compute(id, (_, _) -> null));
    counts.invalidated.add(entries.estimatedSize());
    entries.invalidateAll();
    if (shared != null) {
      shared.distrust(now());
    }
  }

  /** A load brought this; false when a change overtook it, so that it is not cached. */
  boolean loaded(String id, Load<A> load, Entry<A> entry) {
    boolean[] isCached = new boolean[1];
    loads.computeIfPresent(
        id,
        (_, current) -> {
          if (current != load) {
            return current;
          }
          entries.put(id, entry);
          isCached[0] = true;
          return null;
        });
    return isCached[0];
  }

  /** A load failed. */
  void failed(String id, Load<A> load) {
    if (load.isAsked()) {
      counts.failedLoads.increment();
    }
    slow(id, load);
    gaveUp(id, load);
  }

  /** A load ended without having tried. */
  void gaveUp(String id, Load<A> load) {
    loads.remove(id, load);
  }

  /** A load fails or is late: whoever asks next is answered by the copy at once. */
  void slow(String id, Load<A> load) {
    Entry<A> known = load.known();
    long now = now();
    if (known == null || !known.mayStandIn(now, policy)) {
      return;
    }
    if (now >= freshUntil(known)) {
      staleLog.standsIn(now, now - known.loadedAt());
    }
    loads.computeIfPresent(
        id,
        (_, current) -> {
          if (current == load) {
            entries.put(id, known.failed(now));
          }
          return current;
        });
  }

  /** An entry of what was loaded, with its lifetime. */
  Entry<A> entry(Entry.Content<A> what, long loadNanos, long at) {
    long lifetime =
        switch (what) {
          case Value<A> _ -> policy.ttl().toMillis();
          case Absent<A> _ -> policy.negativeTtl().toMillis();
        };
    long jitter = Math.round(policy.jitter() * lifetime * (2 * random.nextDouble() - 1));
    return new Entry<>(what, loadNanos, at, at + lifetime + jitter);
  }

  /** Whether it may be used without asking. */
  boolean isFresh(Entry<A> entry) {
    long now = now();
    return entry.isOfThePast(now) && now < freshUntil(entry);
  }

  /** Whether an id would be answered without asking the service. */
  public boolean isCached(String id) {
    Entry<A> entry = entries.getIfPresent(id);
    return entry != null && isFresh(entry);
  }

  boolean mayStandIn(Entry<A> entry) {
    return entry.mayStandIn(now(), policy);
  }

  long now() {
    return millis.getAsLong();
  }

  /** Its terms. */
  public CachePolicy policy() {
    return policy;
  }

  /** What it does. */
  public CacheCounts counts() {
    return counts;
  }

  /** How it is doing. */
  public CacheState state() {
    var eviction = entries.policy().eviction().orElseThrow();
    return new CacheState(
        policy.name(),
        policy.toString(),
        keys,
        policy.stream().isEmpty() ? null : subscription.isConnected(),
        counts.now(),
        counts.lastMinute(),
        new CacheState.Size(
            entries.estimatedSize(),
            eviction.weightedSize().orElse(0),
            policy.maxBytes(),
            counts.evicted.sum()));
  }

  private long freshUntil(Entry<A> entry) {
    return policy.stream().isEmpty()
        ? entry.expiresAt()
        : subscription.freshUntil(entry, policy.disconnectedTtl().toMillis());
  }

  private static <A extends Message> int weight(String id, Entry<A> entry) {
    int size =
        switch (entry.what()) {
          case Value<A>(A message) -> message.getSerializedSize();
          case Absent<A>(var status) -> status.getSerializedSize();
        };
    return ENTRY_BYTES + id.length() + size;
  }

  private static void note(AnsweredBy source) {
    CallRun run = CallRun.current();
    if (run != null) {
      run.answeredBy(source);
    }
  }
}
