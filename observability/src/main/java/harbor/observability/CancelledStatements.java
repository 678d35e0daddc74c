package harbor.observability;

import io.grpc.Context;
import io.grpc.Deadline;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.data.ExceptionEventData;
import io.opentelemetry.sdk.trace.internal.ExtendedSpanProcessor;
import java.sql.SQLException;

/**
 * Marks the spans of statements that were cancelled because nobody waits for their call any more:
 * the client left, or another try was answered first. {@link StatementSpans} lets them be no
 * errors. A statement whose time is over stays one, whoever ended it.
 *
 * <p>It has to be known in the thread that ends the span, whose context is that of the call: later
 * every call is over. The library's only hook there is one that it calls internal.
 */
final class CancelledStatements implements ExtendedSpanProcessor {
  static final AttributeKey<Boolean> CANCELLED = AttributeKey.booleanKey("harbor.cancelled");

  private static final String QUERY_CANCELED = "57014";

  @Override
  public void onEnding(ReadWriteSpan span) {
    if (StatementSpans.isStatement(span.getInstrumentationScopeInfo())
        && hasBeenLeft(Context.current())
        && isCancelled(span)) {
      span.setAttribute(CANCELLED, true);
    }
  }

  private static boolean hasBeenLeft(Context call) {
    Deadline deadline = call.getDeadline();
    return call.isCancelled() && (deadline == null || !deadline.isExpired());
  }

  private static boolean isCancelled(ReadableSpan span) {
    return span.toSpanData().getEvents().stream()
        .anyMatch(
            event ->
                event instanceof ExceptionEventData failed
                    && failed.getException() instanceof SQLException e
                    && QUERY_CANCELED.equals(e.getSQLState()));
  }

  @Override
  public boolean isOnEndingRequired() {
    return true;
  }

  @Override
  public void onStart(io.opentelemetry.context.Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {}

  @Override
  public boolean isEndRequired() {
    return false;
  }
}
