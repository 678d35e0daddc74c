package harbor.kit.bff.edge;

import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.explain.ExplainedRequests;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.session.Identified;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.runtime.LogFields;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.grpc.Deadline;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What an HTTP request says of itself to the calls that are made for it. */
final class RequestScopes {
  private static final AttributeKey<CorrelationId> CORRELATION =
      AttributeKey.valueOf(RequestScopes.class, "CORRELATION");

  private static final AttributeKey<RequestScope> SCOPE =
      AttributeKey.valueOf(RequestScopes.class, "SCOPE");

  private RequestScopes() {}

  /** The one that was opened last; empty when the request came to no page. */
  static Optional<RequestScope> of(ServiceRequestContext ctx) {
    return Optional.ofNullable(ctx.attr(SCOPE));
  }

  /**
   * The scope of a request: closed, and whatever still runs for it cancelled, as soon as the answer
   * is sent, the client has left, or the server has given up.
   *
   * @param caller on whose behalf its calls are made
   * @param idempotencyKey the client's key of a write; empty for none
   * @param language in which texts for people are written
   */
  static RequestScope open(
      ServiceRequestContext ctx,
      Duration total,
      Caller caller,
      String idempotencyKey,
      Locale language) {
    RequestScope scope =
        RequestScope.open(
            total,
            correlationId(ctx),
            caller,
            idempotencyKey,
            language,
            TraceContext.of(ctx),
            Deadline.getSystemTicker(),
            new DeferredTimers(ctx.eventLoop().withoutContext(), System::nanoTime));
    ctx.setAttr(SCOPE, scope);
    ExplainedRequests.waterfall(ctx).ifPresent(scope::show);
    Runnable forgetConnection = closeWithConnection(ctx, scope);
    var _ =
        ctx.log()
            .whenComplete()
            .thenRun(
                () -> {
                  scope.close();
                  forgetConnection.run();
                });
    return scope;
  }

  /**
   * Armeria tells of a closed HTTP/1 connection one second late: it lets an answer that was sent in
   * full end by itself. A scope has no use for that second, its calls cost all the while.
   *
   * @return to be run when the request ends: a connection outlives its requests
   */
  private static Runnable closeWithConnection(ServiceRequestContext ctx, RequestScope scope) {
    Channel connection = ctx.log().ensureAvailable(RequestLogProperty.SESSION).channel();
    if (connection == null || ctx.sessionProtocol().isMultiplex()) {
      return () -> {};
    }
    ChannelFutureListener closing = _ -> scope.close();
    ChannelFuture closed = connection.closeFuture().addListener(closing);
    return () -> closed.removeListener(closing);
  }

  static void correlate(ServiceRequestContext ctx, CorrelationId id) {
    ctx.setAttr(CORRELATION, id);
  }

  static CorrelationId correlationId(ServiceRequestContext ctx) {
    CorrelationId id = ctx.attr(CORRELATION);
    return id == null ? CorrelationId.random() : id;
  }

  static String traceId(ServiceRequestContext ctx) {
    return TraceIds.of(TraceContext.of(ctx));
  }

  /** The ids by which lines of a BFF's log are found: trace, span, correlation id, user. */
  static LogFields logFields(String bff, ServiceRequestContext ctx) {
    return LogFields.put(bff, traceId(ctx), correlationId(ctx))
        .span(TraceIds.span(TraceContext.of(ctx)))
        .user(Identified.of(ctx).caller().hash());
  }

  static int millisSinceArrival(ServiceRequestContext ctx) {
    long arrived =
        ctx.log().ensureAvailable(RequestLogProperty.REQUEST_START_TIME).requestStartTimeNanos();
    return Math.toIntExact((System.nanoTime() - arrived) / 1_000_000);
  }
}
