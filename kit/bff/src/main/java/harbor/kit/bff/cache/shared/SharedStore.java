package harbor.kit.bff.cache.shared;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A store that all processes share, for their caches.
 *
 * <p>Whoever puts a value must hold the key's lease while doing so, which also keeps others from
 * loading the same. Invalidating a key ends its lease: who began to load before a change cannot put
 * what was true before it (the leases of R. Nishtala et al., "Scaling Memcache at Facebook", NSDI
 * 2013, 3.2.1).
 *
 * <p>Every future ends within seconds, exceptionally when the store cannot be asked; whoever cannot
 * wait for that goes on before ({@link StoreLatency}). May lose anything at any time. Thread-safe.
 */
public interface SharedStore {
  /** The value; empty when there is none. */
  CompletableFuture<Optional<byte[]>> get(String key);

  /**
   * Takes a key's lease, unless somebody else has it.
   *
   * @param holder who takes it, as nobody else is called
   * @param time after which it is free again by itself
   * @return whether it was taken
   */
  CompletableFuture<Boolean> lease(String key, String holder, Duration time);

  /**
   * Puts a value and gives the lease back.
   *
   * @param time after which the value is gone
   * @return false, and nothing put, when the holder has no lease any more
   */
  CompletableFuture<Boolean> put(String key, String holder, byte[] value, Duration time);

  /** Gives a lease back without having put anything. */
  CompletableFuture<?> release(String key, String holder);

  /** Invalidates values, and the leases of those who load them. */
  CompletableFuture<?> invalidate(Collection<String> keys);
}
