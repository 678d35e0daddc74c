package harbor.kit.bff.cache.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What a cache does, as metrics with the tag {@code cache}. All but the time of loads are read when
 * somebody asks for them: a hit costs nothing more.
 */
public final class CacheMetrics {
  private final MeterRegistry metrics;
  private final String cache;
  private final CacheCounts counts;

  private CacheMetrics(MeterRegistry metrics, String cache, CacheCounts counts) {
    this.metrics = metrics;
    this.cache = cache;
    this.counts = counts;
  }

  /**
   * Registers the metrics of a cache.
   *
   * @param cache its name
   * @param counts what it did; kept by the cache as long as it lives
   * @param size what it holds now
   */
  public static void register(
      MeterRegistry metrics, String cache, CacheCounts counts, Supplier<CacheState.Size> size) {
    CacheMetrics of = new CacheMetrics(metrics, cache, counts);
    of.answers("hit", CacheState.Counts::hits);
    of.answers("miss", CacheState.Counts::misses);
    of.answers("stale", CacheState.Counts::stale);
    of.counter("shared.hits", "Loads that Redis answered", CacheState.Counts::sharedHits);
    of.counter("refreshes", "Loads begun while the old value served", CacheState.Counts::refreshes);
    of.loads();
    of.counter("loads.failed", "Calls to the service that failed", CacheState.Counts::failedLoads);
    of.counter("invalidated", "Entries that a change invalidated", CacheState.Counts::invalidated);
    of.gauge("entries", "Entries in this process", size, CacheState.Size::entries);
    of.gauge("bytes", "Their size", size, CacheState.Size::bytes);
    of.gauge("bytes.max", "The bound of their size", size, CacheState.Size::maxBytes);
    FunctionCounter.builder("harbor.cache.evicted", counts, now -> now.evicted.sum())
        .description("Entries that had to go for others")
        .tag("cache", cache)
        .register(metrics);
  }

  private void answers(String result, ToLongFunction<CacheState.Counts> count) {
    FunctionCounter.builder("harbor.cache.answers", counts, now -> count.applyAsLong(now.now()))
        .description("Answers, by where they came from")
        .tag("cache", cache)
        .tag("result", result)
        .register(metrics);
  }

  private void loads() {
    FunctionTimer.builder(
            "harbor.cache.load",
            counts,
            now -> now.loads.sum(),
            now -> now.loadNanos.sum(),
            TimeUnit.NANOSECONDS)
        .description("Calls to the service, whatever they brought")
        .tag("cache", cache)
        .register(metrics);
  }

  private void counter(String name, String description, ToLongFunction<CacheState.Counts> count) {
    FunctionCounter.builder("harbor.cache." + name, counts, now -> count.applyAsLong(now.now()))
        .description(description)
        .tag("cache", cache)
        .register(metrics);
  }

  private void gauge(
      String name,
      String description,
      Supplier<CacheState.Size> size,
      ToLongFunction<CacheState.Size> figure) {
    Gauge.builder("harbor.cache." + name, size, now -> figure.applyAsLong(now.get()))
        .description(description)
        .tag("cache", cache)
        .strongReference(true)
        .register(metrics);
  }
}
