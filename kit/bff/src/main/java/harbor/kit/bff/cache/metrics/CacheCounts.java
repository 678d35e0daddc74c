package harbor.kit.bff.cache.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one cache did since the start. Thread-safe. */
public final class CacheCounts {
  public final LongAdder hits = new LongAdder();
  public final LongAdder sharedHits = new LongAdder();
  public final LongAdder misses = new LongAdder();
  public final RecentCount stale;
  public final LongAdder early = new LongAdder();
  public final RecentCount loads;
  public final RecentCount failedLoads;
  public final LongAdder loadNanos = new LongAdder();
  public final LongAdder invalidated = new LongAdder();
  public final LongAdder evicted = new LongAdder();

  public CacheCounts(LongSupplier millis) {
    stale = new RecentCount(millis);
    loads = new RecentCount(millis);
    failedLoads = new RecentCount(millis);
  }

  public CacheState.LastMinute lastMinute() {
    return new CacheState.LastMinute(
        loads.lastMinute(), failedLoads.lastMinute(), stale.lastMinute());
  }

  private double meanLoadMillis() {
    long count = loads.sum();
    return count == 0 ? 0 : Math.round(loadNanos.sum() / 10_000.0 / count) / 100.0;
  }

  public CacheState.Counts now() {
    return new CacheState.Counts(
        hits.sum(),
        sharedHits.sum(),
        misses.sum(),
        stale.sum(),
        early.sum(),
        loads.sum(),
        failedLoads.sum(),
        meanLoadMillis(),
        invalidated.sum());
  }
}
