package harbor.kit.bff.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.observability.Telemetry;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls have a span of their own, and what it costs when nobody wants one. */
class CallSpansTest {
  private static final AttributeKey<String> ANSWERED_BY =
      AttributeKey.stringKey("harbor.answered_by");
  private static final AttributeKey<String> MISS = AttributeKey.stringKey("harbor.miss");

  private final InMemorySpanExporter exported = InMemorySpanExporter.create();
  private final Telemetry telemetry = Telemetry.recording("mobile-bff", exported);
  private final AtomicInteger asked = new AtomicInteger();
  private final CallSpans spans = new CallSpans(counted());
  private final OptionalCall<String, String> rating =
      Call.<String, String>optional("reviews.rating", CompletableFuture::completedFuture)
          .within(ofMillis(80))
          .orElse("none");
  private final Plan<String> plan = Plan.of("mobile.product", ofMillis(200), rating);

  @AfterEach
  void stop() {
    telemetry.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0, FLIGHT, flight",
    "0, CACHE, cache",
    "0, SHARED_CACHE, shared_cache",
    "0, STALE_COPY, stale_copy",
    "1, STALE_COPY, stale_copy",
    "2, CACHE, cache"
  })
  void callThatTheServiceDidNotAnswer_hasASpanThatSaysWhatDid(
      int tries, AnsweredBy source, String expected) {
    spans.settled(run(trace(TraceFlags.getSampled()), tries, source), 1_000);

    assertThat(exported.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getName()).isEqualTo("reviews.rating");
              assertThat(span.getAttributes().get(ANSWERED_BY)).isEqualTo(expected);
              assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
              assertThat(span.getParentSpanId()).isEqualTo("1".repeat(16));
            });
  }

  @Test
  void call_beginsAndEndsWithinItsRequest_byTheClockOfTheTrace() {
    for (int i = 0; i < 100; i++) {
      exported.reset();
      Span request = telemetry.openTelemetry().getTracer("test").spanBuilder("request").startSpan();
      CallRun run = run(Context.root().with(request), 0, AnsweredBy.CACHE);
      long startedAt = run.scope().ticker().nanoTime();

      spans.settled(run, run.scope().ticker().nanoTime() - startedAt);
      request.end();

      SpanData call = exported.getFinishedSpanItems().getFirst();
      SpanData whole = exported.getFinishedSpanItems().getLast();
      assertThat(call.getStartEpochNanos())
          .isBetween(whole.getStartEpochNanos(), call.getEndEpochNanos());
      assertThat(call.getEndEpochNanos()).isLessThanOrEqualTo(whole.getEndEpochNanos());
    }
  }

  @Test
  void callThatNobodyAnswered_saysWhatWasMissedAndNotByWhomItWasAnswered() {
    CallRun run = run(trace(TraceFlags.getSampled()), 0, AnsweredBy.SERVICE);
    run.missed(Miss.of(Status.Code.UNAVAILABLE, "BREAKER_OPEN"));

    spans.settled(run, 1_000);

    SpanData span = exported.getFinishedSpanItems().getFirst();
    assertThat(span.getAttributes().get(MISS)).isEqualTo("UNAVAILABLE BREAKER_OPEN");
    assertThat(span.getAttributes().get(ANSWERED_BY)).isNull();
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
  }

  @Test
  void callThatWeCancelled_isNoError() {
    CallRun run = run(trace(TraceFlags.getSampled()), 0, AnsweredBy.SERVICE);
    run.missed(Miss.CANCELLED);

    spans.settled(run, 1_000);

    SpanData span = exported.getFinishedSpanItems().getFirst();
    assertThat(span.getAttributes().get(MISS)).isEqualTo("CANCELLED");
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
  }

  @Test
  void callThatTheServiceAnswered_hasTheSpansOfItsTriesOnly() {
    spans.settled(run(trace(TraceFlags.getSampled()), 2, AnsweredBy.SERVICE), 1_000);

    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void hit_asksForNoSpan_whenTheTraceIsNotSampled() {
    spans.settled(run(trace(TraceFlags.getDefault()), 0, AnsweredBy.CACHE), 1_000);

    assertThat(asked).hasValue(0);
    assertThat(exported.getFinishedSpanItems()).isEmpty();
  }

  private CallRun run(Context trace, int tries, AnsweredBy source) {
    CallRun run = new CallRun(plan, rating, TestRequest.within(ofSeconds(1), trace).scope());
    for (int i = 0; i < tries; i++) {
      run.tried("harbor.reviews.v1.ReviewsService/GetRating", false);
    }
    run.answeredBy(source);
    return run;
  }

  private Tracer counted() {
    Tracer tracer = telemetry.openTelemetry().getTracer("test");
    return name -> {
      asked.incrementAndGet();
      return tracer.spanBuilder(name);
    };
  }

  private static Context trace(TraceFlags flags) {
    return Context.root()
        .with(
            Span.wrap(
                SpanContext.create(
                    "2".repeat(32), "1".repeat(16), flags, TraceState.getDefault())));
  }
}
