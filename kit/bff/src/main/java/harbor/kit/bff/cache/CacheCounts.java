package harbor.kit.bff.cache;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What one cache did since the start. Thread-safe. */
final class CacheCounts {
  final LongAdder hits = new LongAdder();
  final LongAdder sharedHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final RecentCount stale;
  final LongAdder early = new LongAdder();
  final RecentCount loads;
  final RecentCount failedLoads;
  final LongAdder loadNanos = new LongAdder();
  final LongAdder dropped = new LongAdder();
  final LongAdder evicted = new LongAdder();

  CacheCounts(LongSupplier millis) {
    stale = new RecentCount(millis);
    loads = new RecentCount(millis);
    failedLoads = new RecentCount(millis);
  }

  CacheState.LastMinute lastMinute() {
    return new CacheState.LastMinute(
        loads.lastMinute(), failedLoads.lastMinute(), stale.lastMinute());
  }

  private double meanLoadMillis() {
    long count = loads.sum();
    return count == 0 ? 0 : Math.round(loadNanos.sum() / 10_000.0 / count) / 100.0;
  }

  CacheState.Counts now() {
    return new CacheState.Counts(
        hits.sum(),
        sharedHits.sum(),
        misses.sum(),
        stale.sum(),
        early.sum(),
        loads.sum(),
        failedLoads.sum(),
        meanLoadMillis(),
        dropped.sum());
  }
}
