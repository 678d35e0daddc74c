package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.kit.bff.explain.CallState.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlansJsonTest {
  /** Others read it: a name that is here stays, and means what docs/operating.md says. */
  @Test
  void text_hasTheFieldsThatOthersRead() throws Exception {
    String text =
        PlansJson.text(
            Instant.parse("2026-11-21T03:00:00Z"),
            List.of(Example.plans(Condition.BREAKER_HALF_OPEN, "[\"nothing\"]")));

    ObjectMapper json = new ObjectMapper();
    assertThat(json.readTree(text))
        .isEqualTo(
            json.readTree(
                """
                {"at": "2026-11-21T03:00:00Z", "bffs": [{
                  "name": "test-bff",
                  "troubles": ["test.page: stock.left, breaker half-open: probing"],
                  "screens": [{
                    "method": "GET", "path": "/test/{id}", "totalMillis": 500, "cacheControl": "no-cache",
                    "priority": "normal",
                    "plans": [
                      {"name": "test.page", "after": null, "budgetMillis": 200, "calls": [{
                        "name": "stock.left", "critical": false, "fallback": "[\\"nothing\\"]",
                        "deadlineMillis": 80, "service": "stock", "layers": ["retry", "breaker"],
                        "live": {
                          "condition": "breaker_half_open", "trouble": "breaker half-open: probing",
                          "method": "harbor.stock.v1.StockService/GetStock",
                          "breaker": "closed",
                          "lastMinute": {"count": 13, "p50Millis": 1.25, "p95Millis": 3.5, "p99Millis": 12.0},
                          "tries": {"count": 15, "p50Millis": 1.0, "p95Millis": 4.5, "p99Millis": 5.0},
                          "outcomes": {"ok": 11, "timeout": 2},
                          "answers": {"cache": 6, "service": 3, "stale_copy": 2}, "cached": 0.75}}]},
                      {"name": "test.more", "after": "test.page", "budgetMillis": 100, "calls": [{
                        "name": "more.all", "critical": true, "fallback": null,
                        "deadlineMillis": 90, "service": "more", "layers": [],
                        "live": {
                          "condition": "not_called_yet", "trouble": null, "method": null, "breaker": null,
                          "lastMinute": {"count": 0, "p50Millis": 0.0, "p95Millis": 0.0, "p99Millis": 0.0},
                          "tries": null, "outcomes": {}, "answers": {}, "cached": null}}]}]}],
                  "caches": [{
                    "condition": "fine", "trouble": null, "hitRate": 0.934, "name": "catalog.product",
                    "policy": "catalog.product: max 64 MiB, TTL 60 s give or take 25 %",
                    "keys": "test-bff:catalog.product:0c5f2a9e71b3:",
                    "connected": true,
                    "counts": {"hits": 9340, "sharedHits": 41, "misses": 660, "stale": 7, "refreshes": 88,
                               "loads": 619, "failedLoads": 5, "meanLoadMillis": 3.25, "invalidated": 12},
                    "lastMinute": {"loads": 20, "failedLoads": 0, "stale": 0},
                    "size": {"entries": 1234, "bytes": 3145728, "maxBytes": 67108864, "evicted": 2}}],
                  "services": [
                    {"name": "stock", "layers": ["retry", "breaker"], "inFlight": 3, "limit": 100, "moreCalls": 10,
                     "counts": {"breakerOpen": 1, "tooManyCalls": 2, "retries": 3, "hedges": 4, "hedgesWon": 5, "joined": 6}},
                    {"name": "more", "layers": [], "inFlight": null, "limit": null, "moreCalls": 0,
                     "counts": {"breakerOpen": 0, "tooManyCalls": 0, "retries": 0, "hedges": 0, "hedgesWon": 0, "joined": 0}}]}]}
                """));
  }
}
