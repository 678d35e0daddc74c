package harbor.observability;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.AsciiString;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Times each answer by method, route, status and whether it was degraded, that is, had parts
 * missing and said so in {@code X-Degraded}. Event streams and long polls are apart, see {@link
 * LongAnswerMetrics}, but for those that failed.
 *
 * <p>With a route's first answer its series of errors (500) and of degraded answers (200) begin at
 * 0: the rate of a series whose first value is 1 misses that one.
 */
final class HttpServerMetrics extends SimpleDecoratingHttpService {
  private static final AsciiString DEGRADED = AsciiString.cached("x-degraded");

  private final MeterRegistry registry;
  private final LongAnswerMetrics longAnswers;
  private final ConcurrentMap<Series, Timer> timers = new ConcurrentHashMap<>();

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
    Series answer =
        new Series(
            request.method().name(),
            HttpRoute.of(request),
            HttpRoute.status(log),
            log.responseHeaders().contains(DEGRADED));
    Timer timer = timers.computeIfAbsent(answer, this::first);
    // Its exemplar is the request's trace.
    try (var _ = TraceContext.of(request).makeCurrent()) {
      timer.record(log.totalDurationNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private Timer first(Series answer) {
    var _ = timer(new Series(answer.method, answer.route, 500, false));
    var _ = timer(new Series(answer.method, answer.route, 200, true));
    return timer(answer);
  }

  private Timer timer(Series answer) {
    return Timer.builder("http.server.request.duration")
        .description("Time from a request's headers to the last byte of its answer")
        .tag("http.request.method", answer.method)
        .tag("http.route", answer.route.isEmpty() ? "none" : answer.route)
        .tag("http.response.status_code", Integer.toString(answer.status))
        .tag("degraded", Boolean.toString(answer.degraded))
        .register(registry);
  }

  private record Series(String method, String route, int status, boolean degraded) {}
}
