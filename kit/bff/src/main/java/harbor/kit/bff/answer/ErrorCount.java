package harbor.kit.bff.answer;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.observability.HttpRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts the errors that clients are answered.
 *
 * <p>Metric {@code harbor.error.answers} with the tags {@code route}, {@code code} and {@code call}
 * (the critical call that failed): as many series as a screen has critical calls, times its codes.
 * All three are {@code none} rather than empty.
 */
final class ErrorCount {
  private static final String NONE = "none";

  private final MeterRegistry metrics;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

  private record Series(String route, String code, String call) {}

  ErrorCount(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void add(@Nullable ServiceRequestContext ctx, String code, String call) {
    Series series = new Series(orNone(ctx == null ? "" : HttpRoute.of(ctx)), code, orNone(call));
    counters.computeIfAbsent(series, this::counter).increment();
  }

  private Counter counter(Series series) {
    return Counter.builder("harbor.error.answers")
        .description("Errors that clients were answered")
        .tag("route", series.route())
        .tag("code", series.code())
        .tag("call", series.call())
        .register(metrics);
  }

  private static String orNone(String value) {
    return value.isEmpty() ? NONE : value;
  }
}
