package harbor.observability;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Metric {@code harbor.spans.dropped}: spans that were recorded and that nobody got, by the reason.
 *
 * <ul>
 *   <li>{@code queue_full}: they came faster than they were sent; the SDK's processor counts them
 *       in a metric of its own, which is read when somebody asks
 *   <li>{@code refused}: the backend did not take them
 *   <li>{@code no_backend}: it had gone when they were due
 * </ul>
 *
 * Thread-safe.
 */
final class DroppedSpans implements MetricReader {
  /** The SDK's batch processor: what it has done with each span. */
  private static final String PROCESSED = "processedSpans";

  private static final AttributeKey<Boolean> DROPPED = AttributeKey.booleanKey("dropped");

  private final LongAdder refused = new LongAdder();
  private final LongAdder noBackend = new LongAdder();
  private volatile CollectionRegistration processor = CollectionRegistration.noop();

  DroppedSpans(MeterRegistry metrics) {
    register(metrics, "queue_full", DroppedSpans::queueFull);
    register(metrics, "refused", dropped -> dropped.refused.sum());
    register(metrics, "no_backend", dropped -> dropped.noBackend.sum());
  }

  private void register(
      MeterRegistry metrics, String reason, ToDoubleFunction<DroppedSpans> count) {
    FunctionCounter.builder("harbor.spans.dropped", this, count)
        .description("Spans that were recorded and that nobody got")
        .tag("reason", reason)
        .register(metrics);
  }

  void refused(int spans) {
    refused.add(spans);
  }

  void noBackend(int spans) {
    noBackend.add(spans);
  }

  private long queueFull() {
    return processor.collectAllMetrics().stream()
        .filter(metric -> metric.getName().equals(PROCESSED))
        .flatMap(metric -> metric.getLongSumData().getPoints().stream())
        .filter(point -> Boolean.TRUE.equals(point.getAttributes().get(DROPPED)))
        .mapToLong(LongPointData::getValue)
        .sum();
  }

  @Override
  public void register(CollectionRegistration registration) {
    processor = registration;
  }

  @Override
  public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
    return AggregationTemporality.CUMULATIVE;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public CompletableResultCode shutdown() {
    return CompletableResultCode.ofSuccess();
  }

  @Override
  public String toString() {
    return "DroppedSpans";
  }
}
