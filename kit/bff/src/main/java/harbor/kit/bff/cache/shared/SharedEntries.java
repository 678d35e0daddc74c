package harbor.kit.bff.cache.shared;

import com.google.protobuf.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What all processes share of one cache. Thread-safe. */
public final class SharedEntries<A extends Message> {
  /** Longer than any load: of a process that died, the lease has to end by itself. */
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final SharedStore store;
  private final String prefix;
  private final EntryCodec<A> codec;
  private final Duration keptFor;
  private final LongSupplier millis;
  private final AtomicLong distrustedBefore = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong leases = new AtomicLong();
  private final StoreLatency latency = new StoreLatency();
  private final String process = UUID.randomUUID().toString();

  /** The right to load an entry and to put it here. */
  public record Lease(String key, String holder) {}

  /** How asking for a lease ended. */
  public enum Refusal {
    /** Somebody else loads. */
    HELD,
    /** The store cannot be asked. */
    UNKNOWN
  }

  /** A lease, or why there is none. */
  public sealed interface Asked<A> {
    /**
     * Ours now.
     *
     * @param there what is there: somebody may have put it just before
     */
    record Granted<A>(Lease lease, Optional<Entry<A>> there) implements Asked<A> {}

    /** Not ours. */
    record Refused<A>(Refusal why) implements Asked<A> {}
  }

  /**
   * Entries in a store.
   *
   * @param prefix of all keys of the cache
   * @param keptFor after which an entry is of no use
   */
  public SharedEntries(
      SharedStore store,
      String prefix,
      EntryCodec<A> codec,
      Duration keptFor,
      LongSupplier millis) {
    this.store = store;
    this.prefix = prefix;
    this.codec = codec;
    this.keptFor = keptFor;
    this.millis = millis;
  }

  /** How long the store takes to answer. */
  public StoreLatency latency() {
    return latency;
  }

  /**
   * The entry; empty when there is none, or it makes no sense; exceptionally when one cannot know.
   */
  public CompletableFuture<Optional<Entry<A>>> get(String id) {
    return store
        .get(prefix + id)
        .thenApply(
            bytes ->
                bytes
                    .flatMap(codec::decode)
                    .filter(entry -> entry.loadedAt() >= distrustedBefore.get()));
  }

  /** Asks for the lease, and in the same breath for what is there once it is ours. */
  public CompletableFuture<Asked<A>> lease(String id) {
    Lease lease = new Lease(prefix + id, process + leases.incrementAndGet());
    CompletableFuture<Boolean> asked = store.lease(lease.key(), lease.holder(), LEASE);
    CompletableFuture<Optional<Entry<A>>> there = get(id).exceptionally(_ -> Optional.empty());
    return asked
        .thenCombine(there, (isTaken, entry) -> asked(lease, isTaken, entry))
        .exceptionally(
            _ -> {
              // granted, perhaps, and then nobody knows of it
              release(lease);
              return new Asked.Refused<>(Refusal.UNKNOWN);
            });
  }

  private Asked<A> asked(Lease lease, boolean isTaken, Optional<Entry<A>> there) {
    return isTaken ? new Asked.Granted<>(lease, there) : new Asked.Refused<>(Refusal.HELD);
  }

  public void put(Lease lease, Entry<A> entry) {
    var _ = store.put(lease.key(), lease.holder(), codec.encode(entry), keptFor);
  }

  public void release(Lease lease) {
    var _ = store.release(lease.key(), lease.holder());
  }

  /** Invalidates entries that changed at their source. */
  public void invalidate(Collection<String> ids) {
    long now = millis.getAsLong();
    var _ =
        store
            .invalidate(ids.stream().map(id -> prefix + id).toList())
            .exceptionally(
                _ -> {
                  distrust(now);
                  return null;
                });
  }

  /** Uses nothing any more that was loaded before: some of it was to be invalidated. */
  public void distrust(long before) {
    distrustedBefore.accumulateAndGet(before, Math::max);
  }
}
