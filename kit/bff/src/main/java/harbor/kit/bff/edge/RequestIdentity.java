package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.overload.SlowClients;
import harbor.kit.runtime.CorrelationId;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;

/**
 * Gives every request its correlation id, and every answer, errors included, the ids by which its
 * trace and its log lines are found.
 */
final class RequestIdentity extends SimpleDecoratingHttpService {
  RequestIdentity(HttpService delegate) {
    super(delegate);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    SlowClients.requestBegins(ctx);
    CorrelationId id = CorrelationId.takeOrMake(request.headers().get(CorrelationId.HEADER));
    RequestScopes.correlate(ctx, id);
    ctx.mutateAdditionalResponseHeaders(
        headers ->
            headers
                .set(CorrelationId.HEADER, id.value())
                .set("x-trace-id", RequestScopes.traceId(ctx))
                .set("traceresponse", TraceIds.traceresponse(TraceContext.of(ctx))));
    return unwrap().serve(ctx, request);
  }
}
