package harbor.observability;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.AttributeKey;
import io.opentelemetry.context.Context;

/** The OpenTelemetry context that belongs to an Armeria request. */
public final class TraceContext {
  private static final AttributeKey<Context> CONTEXT =
      AttributeKey.valueOf(TraceContext.class, "CONTEXT");

  private TraceContext() {}

  /**
   * The context with the request's server span, from any thread; the root context when the request
   * did not pass {@link Telemetry#httpServerTracing()}.
   */
  public static Context of(ServiceRequestContext request) {
    Context context = request.attr(CONTEXT);
    return context == null ? Context.root() : context;
  }

  static void set(ServiceRequestContext request, Context context) {
    request.setAttr(CONTEXT, context);
  }
}
