package harbor.kit.bff.explain;

import harbor.kit.bff.cache.metrics.CacheState;
import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.explain.CallState.Latency;
import harbor.kit.bff.resilience.LayersState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A BFF with one screen of two plans: {@code stock.left} and the caches are as a test wants. */
final class Example {
  private static final Latency NEVER = new Latency(0, 0, 0, 0);

  private Example() {}

  /** A cache with 20 loads in the last minute. */
  static CacheState cache(String name, long failedLoads, long stale) {
    return new CacheState(
        name,
        name + ": max 64 MiB, TTL 60 s give or take 25 %",
        "test-bff:" + name + ":0c5f2a9e71b3:",
        true,
        new CacheState.Counts(9_340, 41, 660, 7, 88, 619, 5, 3.25, 12),
        new CacheState.LastMinute(20, failedLoads, stale),
        new CacheState.Size(1_234, 3 << 20, 64 << 20, 2));
  }

  static BffPlans plans(Condition condition, String fallback) {
    return plans(condition, fallback, cache("catalog.product", 0, 0));
  }

  static BffPlans plans(Condition condition, String fallback, CacheState... caches) {
    List<String> layers = List.of("retry", "breaker");
    BffPlans.PlannedCall stock =
        new BffPlans.PlannedCall(
            "stock.left",
            false,
            fallback,
            80,
            "stock",
            layers,
            new CallState(
                condition,
                "harbor.stock.v1.StockService/GetStock",
                "closed",
                new Latency(13, 1.25, 3.5, 12),
                new Latency(15, 1, 4.5, 5),
                new TreeMap<>(Map.of("timeout", 2L, "ok", 11L)),
                new TreeMap<>(Map.of("service", 3L, "cache", 6L, "stale_copy", 2L)),
                0.75));
    BffPlans.PlannedCall more =
        new BffPlans.PlannedCall(
            "more.all",
            true,
            null,
            90,
            "more",
            List.of(),
            new CallState(
                Condition.NOT_CALLED_YET,
                null,
                null,
                NEVER,
                null,
                new TreeMap<>(),
                new TreeMap<>(),
                null));
    return new BffPlans(
        "test-bff",
        List.of(
            new BffPlans.Screen(
                "GET",
                "/test/{id}",
                500,
                "no-cache",
                "normal",
                List.of(
                    new BffPlans.Step("test.page", null, 200, List.of(stock)),
                    new BffPlans.Step("test.more", "test.page", 100, List.of(more))))),
        Stream.of(caches).map(CachedState::of).toList(),
        List.of(
            new ServiceState("stock", layers, 3, 100, 10, new LayersState.Counts(1, 2, 3, 4, 5, 6)),
            new ServiceState(
                "more", List.of(), null, null, 0, new LayersState.Counts(0, 0, 0, 0, 0, 0))));
  }
}
