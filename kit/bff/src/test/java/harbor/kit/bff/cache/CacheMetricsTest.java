package harbor.kit.bff.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.client.CachePolicy;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CacheMetricsTest {
  /** The names of the vocabulary, from the start on. */
  @Test
  void metrics_haveTheNamesOfTheVocabulary() {
    try (Telemetry telemetry = Telemetry.recording("test-bff", InMemorySpanExporter.create())) {
      var _ =
          new Caches(
                  "test-bff",
                  true,
                  Optional.empty(),
                  telemetry.metrics(),
                  System::currentTimeMillis,
                  new SplittableRandom(1))
              .of(
                  CachePolicy.of("test.thing"),
                  "00000000cafe",
                  StringValue.parser(),
                  id -> CompletableFuture.completedFuture(StringValue.of(id)),
                  null);

      assertThat(telemetry.scrape())
          .contains(
              "harbor_cache_answers_total{cache=\"test.thing\",result=\"hit\"",
              "harbor_cache_answers_total{cache=\"test.thing\",result=\"miss\"",
              "harbor_cache_answers_total{cache=\"test.thing\",result=\"stale\"",
              "harbor_cache_shared_hits_total{cache=\"test.thing\"",
              "harbor_cache_refreshes_total{cache=\"test.thing\"",
              "harbor_cache_load_seconds_count{cache=\"test.thing\"",
              "harbor_cache_load_seconds_sum{cache=\"test.thing\"",
              "harbor_cache_loads_failed_total{cache=\"test.thing\"",
              "harbor_cache_invalidated_total{cache=\"test.thing\"",
              "harbor_cache_evicted_total{cache=\"test.thing\"",
              "harbor_cache_entries{cache=\"test.thing\"",
              "harbor_cache_bytes{cache=\"test.thing\"",
              "harbor_cache_bytes_max{cache=\"test.thing\"");
    }
  }
}
