package harbor.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadableSpan;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * The time by the clock of a trace. The SDK reads the wall clock once, when the first span of a
 * trace starts, and goes on from there by {@link System#nanoTime}; whoever states a span's start or
 * end has to do the same, or the span begins before its parent.
 */
public final class TraceClock {
  private TraceClock() {}

  /**
   * Nanoseconds since 1970 by the clock of the context's span; by the wall clock when that span is
   * not recorded here or has ended. To be asked once for a request, as it copies the span.
   */
  public static long epochNanos(Context trace) {
    if (Span.fromContext(trace) instanceof ReadableSpan span && !span.hasEnded()) {
      return span.toSpanData().getStartEpochNanos() + span.getLatencyNanos();
    }
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
