package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.overload.SlowClients;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.netty.util.AsciiString;

/**
 * Gives every request its correlation id, and every answer, errors included, the ids by which its
 * trace and its log lines are found.
 */
final class RequestIdentity extends SimpleDecoratingHttpService {
  private static final AsciiString CORRELATION = HttpHeaderNames.of(CorrelationId.HEADER);
  static final AsciiString TRACE_ID = HttpHeaderNames.of("x-trace-id");
  private static final AsciiString TRACE_RESPONSE = HttpHeaderNames.of("traceresponse");

  RequestIdentity(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    SlowClients.requestBegins(ctx);
    CorrelationId id = CorrelationId.takeOrMake(request.headers().get(CORRELATION));
    RequestScopes.correlate(ctx, id);
    ctx.mutateAdditionalResponseHeaders(
        headers ->
            headers
                .set(CORRELATION, id.value())
                .set(TRACE_ID, RequestScopes.traceId(ctx))
                .set(TRACE_RESPONSE, TraceIds.traceresponse(TraceContext.of(ctx))));
    return unwrap().serve(ctx, request);
  }
}
