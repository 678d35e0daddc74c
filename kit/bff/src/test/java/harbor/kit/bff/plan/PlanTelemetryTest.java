package harbor.kit.bff.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import harbor.kit.bff.LogCapture;
import harbor.kit.runtime.LogFields;
import io.grpc.Status;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanTelemetryTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final PlanTelemetry telemetry = new PlanTelemetry("mobile-bff", metrics);
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
    metrics.close();
  }

  @Test
  void call_isTimedByPlanCallAndOutcome() {
    telemetry.onSettled(plan, rating, request.scope(), null, 5_000_000);
    telemetry.onSettled(plan, rating, request.scope(), null, 7_000_000);
    telemetry.onSettled(plan, rating, request.scope(), Miss.TIMEOUT, 80_000_000);

    assertThat(timer("ok").count()).isEqualTo(2);
    assertThat(timer("ok").totalTime(MILLISECONDS)).isEqualTo(12);
    assertThat(timer("timeout").count()).isEqualTo(1);
  }

  @Test
  void failure_isLoggedWithTheIdsOfItsRequest() {
    telemetry.onSettled(plan, rating, request.scope(), Miss.TIMEOUT, 80_000_000);

    assertThat(log.lines()).hasSize(1);
    ILoggingEvent line = log.lines().getFirst();
    assertThat(line.getFormattedMessage())
        .isEqualTo(
            "mobile.product: reviews.rating TIMEOUT after 80 ms: optional, its fallback stands in");
    assertThat(line.getMDCPropertyMap())
        .containsEntry(LogFields.SERVICE, "mobile-bff")
        .containsEntry(LogFields.CORRELATION, "correlation-1");
  }

  @Test
  void bugOfOurs_isLoggedOnce_asAnErrorThatShowsWhere() {
    IllegalStateException bug = new IllegalStateException("a bug");

    telemetry.onSettled(plan, rating, request.scope(), Miss.ofBug(bug), 5_000_000);

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

    telemetry.onSettled(plan, rating, request.scope(), miss, 5_000_000);

    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().getFirst().getLevel()).isEqualTo(Level.WARN);
    assertThat(log.lines().getFirst().getThrowableProxy()).isNull();
  }

  @Test
  void answerOrAClientThatLeft_isNotLogged() {
    telemetry.onSettled(plan, rating, request.scope(), null, 1);
    telemetry.onSettled(plan, rating, request.scope(), Miss.of(Status.Code.NOT_FOUND, ""), 1);
    telemetry.onSettled(plan, rating, request.scope(), Miss.CANCELLED, 1);

    assertThat(log.lines()).isEmpty();
  }

  private Timer timer(String outcome) {
    return metrics
        .get("harbor.plan.call")
        .tag("plan", "mobile.product")
        .tag("call", "reviews.rating")
        .tag("outcome", outcome)
        .timer();
  }
}
