package harbor.kit.bff.flags;

import dev.openfeature.sdk.FlagEvaluationDetails;
import dev.openfeature.sdk.Hook;
import dev.openfeature.sdk.HookContext;
import dev.openfeature.sdk.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Counts evaluations, and notes in the request's span what a user was exposed to. Who has something
 * by default, because no rule is known or because they are no user, was exposed to nothing.
 *
 * <p>Labels are bounded by the rules: a flag that has none is counted as {@code unknown}.
 */
final class ExposureHook implements Hook<Object> {
  private final MeterRegistry metrics;

  ExposureHook(MeterRegistry metrics) {
    this.metrics = metrics;
  }

  @Override
  public void finallyAfter(
      HookContext<Object> asked, FlagEvaluationDetails<Object> given, Map<String, Object> hints) {
    String reason = Objects.requireNonNullElse(given.getReason(), Reason.UNKNOWN.name());
    String variant = given.getVariant();
    Counter.builder("harbor.flag.evaluations")
        .description("Evaluations of feature flags")
        .tag("flag", variant == null ? "unknown" : asked.getFlagKey())
        .tag("variant", variant == null ? "default" : variant)
        .tag("reason", reason.toLowerCase(Locale.ROOT))
        .register(metrics)
        .increment();
    if (variant != null && reason.equals(Reason.SPLIT.name())) {
      Span.current().setAttribute("harbor.flag." + asked.getFlagKey(), variant);
    }
  }
}
