package harbor.orders;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Optional;

/**
 * What is being done with an order, held by this instance.
 *
 * @param id of the saga: the order's for placing, the return's for a return
 * @param step the one under way
 * @param undoneFrom the step from which on it is undone; empty: it goes forward
 * @param isDecided nothing that follows changes how it ends
 * @param reason why it is undone, or why an order is cancelled; empty otherwise
 * @param refusals of this step that a new key may mend
 * @param tries of this step whose ending nobody knows
 * @param isForced what has left is cancelled too
 * @param goodsLeft it has left
 * @param cardToken the provider's token; empty when it is not needed any more
 * @param fence counts the holders
 * @param origin the request that began it
 */
record Saga(
    String id,
    String orderId,
    Kind kind,
    Step step,
    Optional<Step> undoneFrom,
    boolean isDecided,
    String reason,
    int refusals,
    int tries,
    boolean isForced,
    boolean goodsLeft,
    String cardToken,
    long fence,
    Origin origin) {
  /** What is done. */
  enum Kind {
    /** An order is placed. */
    PLACE,
    /** It is cancelled after it was confirmed. */
    CANCEL,
    /** Pieces of it, or its shipping, are given back. */
    RETURN
  }

  /**
   * The request that began it: W3C trace context and correlation id; empty where there was none.
   *
   * @param spanId empty when the request was not sampled
   */
  record Origin(String traceId, String spanId, String correlationId) {
    /** What it began goes on in its trace, and is recorded if that was. */
    Context trace() {
      if (traceId.isEmpty()) {
        return Context.root();
      }
      boolean isSampled = !spanId.isEmpty();
      return Context.root()
          .with(
              Span.wrap(
                  SpanContext.createFromRemoteParent(
                      traceId,
                      // nothing is recorded below an id that only has to be valid
                      isSampled ? spanId : traceId.substring(SpanId.getLength()),
                      isSampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                      TraceState.getDefault())));
    }
  }

  /** Whether it goes back. */
  boolean isUndoing() {
    return undoneFrom.isPresent();
  }

  /** Whether it places an order and may still be undone. */
  boolean isPlacing() {
    return kind == Kind.PLACE && !isDecided && !isUndoing();
  }

  /** As failpoints, spans and logs name where it stands: {@code place.reserve-stock}. */
  String label() {
    return kind.name().toLowerCase(Locale.ROOT) + "." + step.label();
  }

  /** The same in the hands of its next holder. */
  Saga heldBy(long nextFence) {
    return new Saga(
        id,
        orderId,
        kind,
        step,
        undoneFrom,
        isDecided,
        reason,
        refusals,
        tries,
        isForced,
        goodsLeft,
        cardToken,
        nextFence,
        origin);
  }

  /** The same at the same step, which is tried again. */
  Saga again(int nextRefusals, int nextTries) {
    return new Saga(
        id,
        orderId,
        kind,
        step,
        undoneFrom,
        isDecided,
        reason,
        nextRefusals,
        nextTries,
        isForced,
        goodsLeft,
        cardToken,
        fence,
        origin);
  }
}
