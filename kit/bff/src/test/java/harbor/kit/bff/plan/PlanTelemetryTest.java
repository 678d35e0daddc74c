package harbor.kit.bff.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.client.Caller;
import harbor.kit.client.InvalidAnswer;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.kit.testing.LogCapture;
import harbor.observability.Telemetry;
import io.grpc.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanTelemetryTest {
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final Telemetry process = Telemetry.recording("mobile-bff", spans);
  private final PlanTelemetry telemetry = new PlanTelemetry("mobile-bff", process);
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final LogCapture log = LogCapture.of(PlanTelemetry.class);
  private final OptionalCall<String, String> rating =
      Call.<String, String>optional("reviews.rating", CompletableFuture::completedFuture)
          .within(ofMillis(80))
          .orElse("none");
  private final Plan<String> plan = Plan.of("mobile.product", ofMillis(200), rating);

  @AfterEach
  void stop() {
    log.close();
    process.close();
  }

  @Test
  void call_isTimedByPlanCallAndOutcome() {
    telemetry.onSettled(run(null), 5_000_000);
    telemetry.onSettled(run(null), 7_000_000);
    telemetry.onSettled(run(Miss.TIMEOUT), 80_000_000);

    assertThat(timer("ok").count()).isEqualTo(2);
    assertThat(timer("ok").totalTime(MILLISECONDS)).isEqualTo(12);
    assertThat(timer("timeout").count()).isEqualTo(1);
  }

  /** A rate sees the first miss of a call that was answered before; what is none has no series. */
  @Test
  void misses_areCountedFromZeroOn() {
    assertThat(process.scrape()).doesNotContain("harbor_plan_misses_total");

    telemetry.onSettled(run(null), 5_000_000);

    assertThat(misses()).containsOnlyKeys("timeout", "unavailable", "refused", "broken");
    assertThat(misses().values()).containsOnly(0.0);

    telemetry.onSettled(run(Miss.TIMEOUT), 80_000_000);
    telemetry.onSettled(run(Miss.of(Status.Code.NOT_FOUND, "")), 1);
    telemetry.onSettled(run(Miss.CANCELLED), 1);

    assertThat(misses())
        .containsOnly(
            Map.entry("timeout", 1.0),
            Map.entry("unavailable", 0.0),
            Map.entry("refused", 0.0),
            Map.entry("broken", 0.0));
  }

  @Test
  void failure_isLoggedWithTheIdsOfItsRequest() {
    telemetry.onSettled(run(Miss.TIMEOUT), 80_000_000);

    assertThat(log.lines()).hasSize(1);
    ILoggingEvent line = log.lines().getFirst();
    assertThat(line.getFormattedMessage())
        .isEqualTo(
            "mobile.product: reviews.rating TIMEOUT after 80 ms, user -: optional, its fallback"
                + " stands in");
    assertThat(line.getMDCPropertyMap())
        .containsEntry(LogFields.SERVICE, "mobile-bff")
        .containsEntry(LogFields.CORRELATION, "correlation-1");
  }

  @Test
  void bugOfOurs_isLoggedOnce_asAnErrorThatShowsWhere() {
    IllegalStateException bug = new IllegalStateException("a bug");

    telemetry.onSettled(run(Miss.ofBug(bug)), 5_000_000);

    assertThat(log.lines()).hasSize(1);
    ILoggingEvent line = log.lines().getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.ERROR);
    assertThat(line.getFormattedMessage())
        .startsWith("mobile.product: reviews.rating BROKEN IllegalStateException after 5 ms");
    assertThat(line.getThrowableProxy().getMessage()).isEqualTo("a bug");
    assertThat(line.getThrowableProxy().getStackTraceElementProxyArray()).isNotEmpty();
  }

  @Test
  void errorOfAService_isAWarning_withoutAStackTrace() {
    Miss miss = Miss.of(Status.Code.INTERNAL, "");

    telemetry.onSettled(run(miss), 5_000_000);

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(log.lines().getFirst().getThrowableProxy()).isNull();
  }

  @Test
  void answerThatCannotBe_isAWarning_thatSaysWhatWasWrong() {
    telemetry.onSettled(run(Miss.of(InvalidAnswer.of("rating.count", -1, "0 to 9"))), 5_000_000);

    assertThat(log.lines()).hasSize(1);
    ILoggingEvent line = log.lines().getFirst();
    assertThat(line.getLevel()).isEqualTo(Level.WARN);
    assertThat(line.getThrowableProxy()).isNull();
    assertThat(line.getFormattedMessage())
        .startsWith(
            "mobile.product: reviews.rating BROKEN INVALID_ANSWER rating.count: -1 (expected: 0 to"
                + " 9) after 5 ms");
    assertThat(timer("broken").count()).isEqualTo(1);
  }

  @Test
  void answerOrAClientThatLeft_isNotLogged() {
    telemetry.onSettled(run(null), 1);
    telemetry.onSettled(run(Miss.of(Status.Code.NOT_FOUND, "")), 1);
    telemetry.onSettled(run(Miss.CANCELLED), 1);

    assertThat(log.lines()).isEmpty();
  }

  @Test
  void failure_isLoggedWithTheUsersHash_andNeverTheId() {
    RequestScope scope =
        RequestScope.open(
            ofSeconds(1),
            new CorrelationId("correlation-1"),
            Caller.user("maria"),
            Context.root(),
            request.time().ticker(),
            request.time());

    telemetry.onSettled(missed(new CallRun(plan, rating, scope), Miss.TIMEOUT), 80_000_000);

    assertThat(log.lines().getFirst().getFormattedMessage())
        .contains("user " + Caller.user("maria").hash() + ":")
        .doesNotContain("maria");
  }

  @Test
  void callThatWasNotTried_isNotLoggedButHasASpan() {
    telemetry.onSettled(run(Miss.of(Status.Code.RESOURCE_EXHAUSTED, "BREAKER_OPEN")), 1_000);

    assertThat(log.lines()).isEmpty();
    assertThat(spans.getFinishedSpanItems())
        .singleElement()
        .satisfies(
            span -> {
              assertThat(span.getName()).isEqualTo("reviews.rating");
              assertThat(span.getAttributes().get(AttributeKey.stringKey("harbor.plan")))
                  .isEqualTo("mobile.product");
              assertThat(span.getAttributes().get(AttributeKey.stringKey("harbor.miss")))
                  .isEqualTo("REFUSED BREAKER_OPEN");
              assertThat(span.getAttributes().get(AttributeKey.booleanKey("harbor.critical")))
                  .isFalse();
            });
  }

  @Test
  void callThatWasSent_hasNoSpanButThatOfItsTries() {
    CallRun sent = run(null);
    sent.tried("harbor.test.v1.Test/Get", false);

    telemetry.onSettled(sent, 1_000);

    assertThat(spans.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void answer_isCountedByWhereItCameFrom() {
    telemetry.onSettled(answered(AnsweredBy.CACHE, null), 1_000);
    telemetry.onSettled(answered(AnsweredBy.CACHE, Miss.of(Status.Code.NOT_FOUND, "")), 1_000);
    telemetry.onSettled(answered(AnsweredBy.STALE_COPY, null), 1_000);
    telemetry.onSettled(answered(AnsweredBy.SERVICE, Miss.TIMEOUT), 1_000);

    assertThat(telemetry.answers(rating))
        .isEqualTo(Map.of(AnsweredBy.CACHE, 2L, AnsweredBy.STALE_COPY, 1L));
    assertThat(process.scrape())
        .contains(
            "harbor_plan_answers_total{call=\"reviews.rating\",from=\"stale_copy\","
                + "plan=\"mobile.product\",service=\"mobile-bff\"} 1.0")
        .doesNotContain("from=\"service\"");
  }

  @Test
  void recentFigures_areThoseOfTheCall() {
    telemetry.onSettled(run(null), 20_000_000);

    assertThat(telemetry.recent(rating).count()).isEqualTo(1);
    assertThat(telemetry.recent(rating).p99()).isBetween(ofMillis(19), ofMillis(21));
  }

  private CallRun run(@Nullable Miss miss) {
    return missed(new CallRun(plan, rating, request.scope()), miss);
  }

  private CallRun answered(AnsweredBy source, @Nullable Miss miss) {
    CallRun run = run(miss);
    run.answeredBy(source);
    return run;
  }

  private static CallRun missed(CallRun run, @Nullable Miss miss) {
    if (miss != null) {
      run.missed(miss);
    }
    return run;
  }

  private Map<String, Double> misses() {
    return process.metrics().find("harbor.plan.misses").counters().stream()
        .collect(
            Collectors.toMap(
                counter -> String.valueOf(counter.getId().getTag("outcome")), Counter::count));
  }

  private Timer timer(String outcome) {
    return process
        .metrics()
        .get("harbor.plan.call")
        .tag("plan", "mobile.product")
        .tag("call", "reviews.rating")
        .tag("outcome", outcome)
        .timer();
  }
}
