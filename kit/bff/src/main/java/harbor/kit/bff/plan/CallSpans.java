package harbor.kit.bff.plan;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.Miss.Kind;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.concurrent.TimeUnit;

/**
 * What spans say of a plan's call: {@code harbor.plan}, {@code harbor.call}, {@code
 * harbor.critical}, {@code harbor.answered_by} when it has an answer, and {@code harbor.miss} when
 * it has none.
 *
 * <p>A call that is sent to a service has the span of its gRPC call, one for each try. One that is
 * not, because it was turned away or answered otherwise, has a span of its own, made here; so does
 * one that was answered otherwise after a try had failed.
 */
public final class CallSpans {
  private static final AttributeKey<String> PLAN = AttributeKey.stringKey("harbor.plan");
  private static final AttributeKey<String> CALL = AttributeKey.stringKey("harbor.call");
  private static final AttributeKey<Boolean> CRITICAL = AttributeKey.booleanKey("harbor.critical");
  private static final AttributeKey<String> ANSWERED_BY =
      AttributeKey.stringKey("harbor.answered_by");
  private static final AttributeKey<String> MISS = AttributeKey.stringKey("harbor.miss");

  private final Tracer tracer;

  CallSpans(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Notes on a span which call it belongs to, and how that ended.
   *
   * @param isAnswer whether what the span stands for gave an answer; unless it did, and the call
   *     took it for one, nothing is said of who answered
   */
  public static void note(CallRun run, boolean isAnswer, Span span) {
    span.setAttribute(PLAN, run.plan().name())
        .setAttribute(CALL, run.call().name())
        .setAttribute(CRITICAL, run.call().isCritical());
    if (isAnswer && run.isAnswered()) {
      span.setAttribute(ANSWERED_BY, run.answeredBy().label());
    }
    Miss miss = run.miss();
    if (miss != null) {
      span.setAttribute(MISS, miss.toString());
    }
  }

  /** Whether spans are wanted for a request's calls. */
  public static boolean areWanted(Context trace) {
    SpanContext above = Span.fromContext(trace).getSpanContext();
    return !above.isValid() || above.isSampled();
  }

  /** Makes the span of a call that has just settled, unless those of its tries say it all. */
  void settled(CallRun run, long nanos) {
    Context trace = run.scope().trace();
    boolean isOfItsTries = run.tries() > 0 && run.answeredBy() == AnsweredBy.SERVICE;
    if (isOfItsTries || !areWanted(trace)) {
      return;
    }
    long now = run.scope().traceNanos();
    Span span =
        tracer
            .spanBuilder(run.call().name())
            .setParent(trace)
            .setStartTimestamp(now - nanos, TimeUnit.NANOSECONDS)
            .startSpan();
    note(run, true, span);
    Miss miss = run.miss();
    if (miss != null && miss.isFailure() && miss.kind() != Kind.CANCELLED) {
      span.setStatus(StatusCode.ERROR, miss.toString());
    }
    span.end(now, TimeUnit.NANOSECONDS);
  }
}
