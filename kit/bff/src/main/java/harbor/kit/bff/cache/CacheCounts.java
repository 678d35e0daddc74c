package harbor.kit.bff.cache;

import java.util.concurrent.atomic.LongAdder;

/** What one cache did since the start. Thread-safe. */
final class CacheCounts {
  final LongAdder hits = new LongAdder();
  final LongAdder sharedHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder early = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder failedLoads = new LongAdder();
  final LongAdder dropped = new LongAdder();

  CacheState.Counts now() {
    return new CacheState.Counts(
        hits.sum(),
        sharedHits.sum(),
        misses.sum(),
        stale.sum(),
        early.sum(),
        loads.sum(),
        failedLoads.sum(),
        dropped.sum());
  }
}
