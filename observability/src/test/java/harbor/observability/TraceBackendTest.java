package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TraceBackendTest {
  private static final int MANY = 1000;

  private final AtomicBoolean there = new AtomicBoolean();
  private final Queue<Runnable> planned = new ArrayDeque<>();
  private final TraceBackend backend = new TraceBackend("localhost:4317", there::get, planned::add);
  private final CountingExporter exporter = new CountingExporter();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final DroppedSpans dropped = new DroppedSpans(metrics);
  private final LogLines lines = LogLines.of(TraceBackend.class);

  @AfterEach
  void stop() {
    lines.close();
  }

  @Test
  void missingBackend_isSaidOnce_andCostsNoExport_afterManySpansAndProbes() {
    backend.check();
    Tracer tracer = gated();

    for (int round = 0; round < 10; round++) {
      makeSpans(tracer);
      probe();
    }

    assertThat(exporter.calls).hasValue(0);
    assertThat(lines.all())
        .containsExactly(
            "INFO No trace backend at localhost:4317: no spans are sent until there is one,"
                + " trace ids are passed on");
  }

  @Test
  void missingBackend_costsAnExportPerSpan_whenThereIsNoGate() {
    Tracer tracer =
        SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(exporter))
            .build()
            .get("test");

    makeSpans(tracer);

    assertThat(exporter.calls).hasValue(MANY);
  }

  @Test
  void missingBackend_leavesIdsToSpans() {
    backend.check();

    var span = gated().spanBuilder("span").startSpan();

    assertThat(span.getSpanContext().isValid()).isTrue();
    assertThat(span.getSpanContext().isSampled()).isFalse();
    assertThat(span.isRecording()).isFalse();
  }

  @Test
  void backendThatAppears_isNoticed_andSaidOnce() {
    backend.check();
    there.set(true);
    probe();
    Tracer tracer = gated();

    makeSpans(tracer);

    assertThat(exporter.calls).hasValue(MANY);
    assertThat(planned).isEmpty();
    assertThat(lines.all())
        .hasSize(2)
        .last()
        .isEqualTo("INFO Trace backend localhost:4317 is there: spans are sent");
  }

  @Test
  void backendThatGoes_isNoticedByItsFirstFailure_andSaidOnce() {
    there.set(true);
    backend.check();
    Tracer tracer = gated();
    there.set(false);
    exporter.result = CompletableResultCode.ofExceptionalFailure(new Exception("refused"));

    makeSpans(tracer);
    probe();
    int before = exporter.calls.get();
    makeSpans(tracer);

    assertThat(exporter.calls).hasValue(before);
    assertThat(planned).hasSize(1);
    assertThat(lines.all())
        .containsExactly(
            "INFO Trace backend localhost:4317 is there: spans are sent",
            "WARN Trace backend localhost:4317 does not take spans: refused",
            "INFO No trace backend at localhost:4317: no spans are sent until there is one,"
                + " trace ids are passed on");
  }

  @Test
  void backendThatRefuses_isSaidOnce_untilItTakesSpansAgain() {
    there.set(true);
    backend.check();
    Tracer tracer = gated();
    exporter.result = CompletableResultCode.ofExceptionalFailure(new Exception("UNAUTHENTICATED"));
    makeSpans(tracer);
    probe();
    makeSpans(tracer);

    exporter.result = CompletableResultCode.ofSuccess();
    makeSpans(tracer);

    assertThat(lines.all())
        .containsExactly(
            "INFO Trace backend localhost:4317 is there: spans are sent",
            "WARN Trace backend localhost:4317 does not take spans: UNAUTHENTICATED",
            "INFO Trace backend localhost:4317 takes spans again");
  }

  @Test
  void configuredSampler_decides_whenThereIsABackend() {
    there.set(true);
    backend.check();
    Tracer tracer = gated(Sampler.alwaysOff());

    makeSpans(tracer);

    assertThat(exporter.calls).hasValue(0);
  }

  private Tracer gated() {
    return gated(Sampler.parentBased(Sampler.alwaysOn()));
  }

  private Tracer gated(Sampler sampler) {
    return SdkTracerProvider.builder()
        .setSampler(new PresentBackendSampler(backend, sampler))
        .addSpanProcessor(
            SimpleSpanProcessor.create(
                new PresentBackendExporter(backend, exporter, null, dropped)))
        .build()
        .get("test");
  }

  private static void makeSpans(Tracer tracer) {
    for (int i = 0; i < MANY; i++) {
      tracer.spanBuilder("span").startSpan().end();
    }
  }

  /** One round of the probe; there is never more than one planned. */
  private void probe() {
    assertThat(planned).hasSizeLessThanOrEqualTo(1);
    planned.remove().run();
  }

  @Test
  void spansThatNobodyGot_areCounted_byTheReason() {
    there.set(true);
    backend.check();
    Tracer tracer = gated();

    makeSpans(tracer);
    assertThat(dropped("refused") + dropped("no_backend") + dropped("queue_full")).isZero();
    exporter.result = CompletableResultCode.ofFailure();
    makeSpans(tracer);
    Span begun = tracer.spanBuilder("span").startSpan();
    there.set(false);
    probe();
    begun.end();

    assertThat(dropped("refused")).isEqualTo(MANY);
    assertThat(dropped("no_backend")).isEqualTo(1);
  }

  private double dropped(String reason) {
    return metrics.get("harbor.spans.dropped").tag("reason", reason).functionCounter().count();
  }

  private static final class CountingExporter implements SpanExporter {
    private final AtomicInteger calls = new AtomicInteger();
    private CompletableResultCode result = CompletableResultCode.ofSuccess();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      calls.incrementAndGet();
      return result;
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
