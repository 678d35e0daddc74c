package harbor.kit.bff.answer;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.observability.HttpRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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

  ErrorCount(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  void add(@Nullable ServiceRequestContext ctx, String code, String call) {
    Counter.builder("harbor.error.answers")
        .description("Errors that clients were answered")
        .tag("route", orNone(ctx == null ? "" : HttpRoute.of(ctx)))
        .tag("code", code)
        .tag("call", orNone(call))
        .register(metrics)
        .increment();
  }

  private static String orNone(String value) {
    return value.isEmpty() ? NONE : value;
  }
}
