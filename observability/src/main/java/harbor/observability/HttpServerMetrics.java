package harbor.observability;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.AsciiString;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Times each answer by method, route and status. Event streams and long polls are apart, see {@link
 * LongAnswerMetrics}, but for those that failed.
 *
 * <p>Counts by route the answers that failed (5xx), and those that were degraded, that is, had
 * parts missing and said so in {@code X-Degraded}. Both counts begin at 0 with the first answer of
 * a route: the rate of a series whose first value is 1 misses that one. The histogram's series
 * cannot begin so, as there would be twenty lines for each status that an answer may have one day.
 */
final class HttpServerMetrics extends SimpleDecoratingHttpService {
  private static final AsciiString DEGRADED = AsciiString.cached("x-degraded");

  private final MeterRegistry registry;
  private final LongAnswerMetrics longAnswers;
  private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Faults> faultsByRoute = new ConcurrentHashMap<>();

  private HttpServerMetrics(HttpService delegate, MeterRegistry registry) {
    super(delegate);
    this.registry = registry;
    this.longAnswers = new LongAnswerMetrics(registry);
  }

  static Function<HttpService, HttpService> decorator(MeterRegistry registry) {
    return delegate -> new HttpServerMetrics(delegate, registry);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext request, HttpRequest body) throws Exception {
    var _ =
        request
            .log()
            .whenAvailable(RequestLogProperty.RESPONSE_FIRST_BYTES_TRANSFERRED_TIME)
            .thenAccept(log -> longAnswers.opened(request, log));
    var _ = request.log().whenComplete().thenAccept(log -> ended(request, log));
    return unwrap().serve(request, body);
  }

  private void ended(ServiceRequestContext request, RequestLog log) {
    if (LongAnswer.of(request) != null && HttpRoute.status(log) < 500) {
      longAnswers.ended(request, log);
    } else {
      record(request, log);
    }
  }

  private void record(ServiceRequestContext request, RequestLog log) {
    String matched = HttpRoute.of(request);
    String route = matched.isEmpty() ? "none" : matched;
    Series answer = new Series(request.method().name(), route, HttpRoute.status(log));
    Timer timer = timers.computeIfAbsent(answer, this::timer);
    Faults faults = faultsByRoute.computeIfAbsent(route, this::faults);
    // The exemplar of its duration is the request's trace.
    try (var _ = TraceContext.of(request).makeCurrent()) {
      timer.record(log.totalDurationNanos(), TimeUnit.NANOSECONDS);
      if (answer.status >= 500) {
        faults.failed.increment();
      }
      if (log.responseHeaders().contains(DEGRADED)) {
        faults.degraded.increment();
      }
    }
  }

  private Timer timer(Series answer) {
    return Timer.builder("http.server.request.duration")
        .description("Time from a request's headers to the last byte of its answer")
        .tag("http.request.method", answer.method)
        .tag("http.route", answer.route)
        .tag("http.response.status_code", Integer.toString(answer.status))
        .register(registry);
  }

  private Faults faults(String route) {
    return new Faults(
        Counter.builder("harbor.answers.failed")
            .description("Answers that were 5xx")
            .tag("http.route", route)
            .register(registry),
        Counter.builder("harbor.answers.degraded")
            .description("Answers with parts missing")
            .tag("http.route", route)
            .register(registry));
  }

  private record Series(String method, String route, int status) {}

  private record Faults(Counter failed, Counter degraded) {}
}
