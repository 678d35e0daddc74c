package harbor.kit.bff.explain;

import harbor.kit.bff.explain.CallState.Condition;
import harbor.kit.bff.explain.CallState.Latency;
import harbor.kit.bff.resilience.LayersState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A BFF with one screen of two plans: {@code stock.left} is as a test wants it. */
final class Example {
  private static final Latency NEVER = new Latency(0, 0, 0, 0);

  private Example() {}

  static BffPlans plans(Condition condition, String fallback) {
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
                new TreeMap<>(Map.of("timeout", 2L, "ok", 11L))));
    BffPlans.PlannedCall more =
        new BffPlans.PlannedCall(
            "more.all",
            true,
            null,
            90,
            "more",
            List.of(),
            new CallState(Condition.NOT_CALLED_YET, null, null, NEVER, null, new TreeMap<>()));
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
        List.of(
            new ServiceState("stock", layers, 3, 100, 10, new LayersState.Counts(1, 2, 3, 4, 5, 6)),
            new ServiceState(
                "more", List.of(), null, null, 0, new LayersState.Counts(0, 0, 0, 0, 0, 0))));
  }
}
