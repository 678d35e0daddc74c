package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.overload.SlowClients;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.netty.util.AsciiString;
import java.util.List;

/**
 * Gives every request its correlation id, and every answer, errors included, the ids by which its
 * trace and its log lines are found.
 *
 * <p>Ids that a client brought go back to it alone: what it is answered is for no shared cache, and
 * a 304, which changes what a cache has already, says none.
 */
final class RequestIdentity extends SimpleDecoratingHttpService {
  private static final AsciiString CORRELATION = HttpHeaderNames.of(CorrelationId.HEADER);
  static final AsciiString TRACE_ID = HttpHeaderNames.of("x-trace-id");
  private static final AsciiString TRACE_RESPONSE = HttpHeaderNames.of("traceresponse");
  private static final AsciiString TRACE_PARENT = HttpHeaderNames.of("traceparent");
  private static final List<AsciiString> IDS = List.of(CORRELATION, TRACE_ID, TRACE_RESPONSE);

  private final SecurityHeaders security;

  RequestIdentity(HttpService delegate, SecurityHeaders security) {
    super(delegate);
    this.security = security;
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
    if (security.isTransportStrict(ctx)) {
      ctx.setAdditionalResponseHeader(
          HttpHeaderNames.STRICT_TRANSPORT_SECURITY, SecurityHeaders.STRICT_TRANSPORT);
    }
    HttpResponse answer = unwrap().serve(ctx, request);
    return broughtIds(request.headers())
        ? answer.mapHeaders(headers -> forOneClient(ctx, headers))
        : answer;
  }

  private static boolean broughtIds(RequestHeaders request) {
    return request.contains(CORRELATION) || request.contains(TRACE_PARENT);
  }

  private static ResponseHeaders forOneClient(ServiceRequestContext ctx, ResponseHeaders headers) {
    if (headers.status().equals(HttpStatus.NOT_MODIFIED)) {
      ctx.mutateAdditionalResponseHeaders(ids -> IDS.forEach(ids::remove));
    }
    String said = headers.get(HttpHeaderNames.CACHE_CONTROL);
    return headers.withMutations(
        own -> own.set(HttpHeaderNames.CACHE_CONTROL, HttpCaching.forOneClient(said)));
  }
}
