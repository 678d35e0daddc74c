package harbor.observability;

import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * How long streams take to open, told when they are open, and how long streams and long polls
 * lasted.
 */
final class LongAnswerMetrics {
  private static final double NANOS_A_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final MeterRegistry registry;
  private final ConcurrentMap<String, Timer> open = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, DistributionSummary> ended = new ConcurrentHashMap<>();

  LongAnswerMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** The first byte of an answer was sent, or its client has left before. */
  void opened(ServiceRequestContext request, RequestLog log) {
    Long sent = log.responseFirstBytesTransferredTimeNanos();
    if (LongAnswer.of(request) == LongAnswer.STREAM && sent != null) {
      Timer timer = open.computeIfAbsent(HttpRoute.of(request), this::timer);
      try (var _ = TraceContext.of(request).makeCurrent()) {
        timer.record(sent - log.requestStartTimeNanos(), TimeUnit.NANOSECONDS);
      }
    }
  }

  /** A stream or a poll is over. */
  void ended(ServiceRequestContext request, RequestLog log) {
    ended
        .computeIfAbsent(HttpRoute.of(request), this::summary)
        .record(log.totalDurationNanos() / NANOS_A_SECOND);
  }

  private Timer timer(String route) {
    return Timer.builder("harbor.bff.stream.open")
        .description("Time from the headers of a request for a stream to the first byte of it")
        .tag("http.route", route)
        .register(registry);
  }

  private DistributionSummary summary(String route) {
    return DistributionSummary.builder("harbor.bff.streams.ended")
        .description("How long event streams and long polls lasted")
        .baseUnit("seconds")
        .tag("http.route", route)
        .register(registry);
  }
}
