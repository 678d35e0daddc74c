package harbor.kit.bff.cache;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What a cache does, as metrics with the tag {@code cache}. All but the time of loads are read when
 * somebody asks for them: a hit costs nothing more.
 */
final class CacheMetrics {
  private final MeterRegistry metrics;
  private final ReadCache<?> cache;

  private CacheMetrics(MeterRegistry metrics, ReadCache<?> cache) {
    this.metrics = metrics;
    this.cache = cache;
  }

  static void register(MeterRegistry metrics, ReadCache<?> cache) {
    CacheMetrics of = new CacheMetrics(metrics, cache);
    of.answers("hit", CacheState.Counts::hits);
    of.answers("miss", CacheState.Counts::misses);
    of.answers("stale", CacheState.Counts::stale);
    of.counter("shared.hits", "Loads that Redis answered", CacheState.Counts::sharedHits);
    of.counter("refreshes", "Loads begun while the old value served", CacheState.Counts::refreshes);
    of.loads();
    of.counter("loads.failed", "Calls to the service that failed", CacheState.Counts::failedLoads);
    of.counter("dropped", "Entries that a change dropped", CacheState.Counts::dropped);
    of.gauge("entries", "Entries in this process", state -> state.size().entries());
    of.gauge("bytes", "Their size", state -> state.size().bytes());
    of.gauge("bytes.most", "The bound of their size", state -> state.size().mostBytes());
    FunctionCounter.builder("harbor.cache.evicted", cache, now -> now.state().size().evicted())
        .description("Entries that had to go for others")
        .tag("cache", cache.name())
        .register(metrics);
  }

  private void answers(String result, ToLongFunction<CacheState.Counts> count) {
    FunctionCounter.builder(
            "harbor.cache.answers", cache, now -> count.applyAsLong(now.state().counts()))
        .description("Answers, by where they came from")
        .tag("cache", cache.name())
        .tag("result", result)
        .register(metrics);
  }

  private void loads() {
    FunctionTimer.builder(
            "harbor.cache.load",
            cache.counts(),
            counts -> counts.loads.sum(),
            counts -> counts.loadNanos.sum(),
            TimeUnit.NANOSECONDS)
        .description("Calls to the service, whatever they brought")
        .tag("cache", cache.name())
        .register(metrics);
  }

  private void counter(String name, String description, ToLongFunction<CacheState.Counts> count) {
    FunctionCounter.builder(
            "harbor.cache." + name, cache, now -> count.applyAsLong(now.state().counts()))
        .description(description)
        .tag("cache", cache.name())
        .register(metrics);
  }

  private void gauge(String name, String description, ToDoubleFunction<CacheState> figure) {
    Gauge.builder("harbor.cache." + name, cache, now -> figure.applyAsDouble(now.state()))
        .description(description)
        .tag("cache", cache.name())
        .strongReference(true)
        .register(metrics);
  }
}
