package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lets scripts of other origins read answers (CORS): of those on the list, and never with
 * credentials, so that no script acts for the person in front of it. Armeria's own would take the
 * place of {@code Vary}, of which shared caches need all.
 */
final class Cors extends SimpleDecoratingHttpService {
  private static final Duration MAX_AGE = Duration.ofMinutes(10);
  private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
  private static final String REQUEST_HEADERS =
      "Accept, Accept-Language, Authorization, Content-Type, Grpc-Timeout, Idempotency-Key,"
          + " If-Match, If-None-Match, Last-Event-ID, X-Correlation-Id, X-Grpc-Web, X-User-Agent,"
          + " traceparent, tracestate";
  private static final String ANSWER_HEADERS =
      "ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After,"
          + " X-Correlation-Id, X-Degraded, X-Schema-Version, X-Stale, X-Trace-Id, grpc-message,"
          + " grpc-status, grpc-status-details-bin";

  private final Set<String> allowed;

  private Cors(HttpService service, Set<String> allowed) {
    super(service);
    this.allowed = allowed;
  }

  /** Around all services; nothing when no other origin may read. */
  static Function<? super HttpService, ? extends HttpService> decorator(List<String> origins) {
    Set<String> allowed = Set.copyOf(origins);
    return allowed.isEmpty() ? Function.identity() : service -> new Cors(service, allowed);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    RequestHeaders headers = request.headers();
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    boolean isAllowed = origin != null && allowed.contains(origin);
    if (isAllowed) {
      ctx.mutateAdditionalResponseHeaders(
          own ->
              own.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                  .set(HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, ANSWER_HEADERS));
    }
    if (headers.method() == HttpMethod.OPTIONS
        && origin != null
        && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
      return HttpResponse.of(preflight(isAllowed));
    }
    return unwrap().serve(ctx, request).mapHeaders(Cors::varied);
  }

  private static ResponseHeaders preflight(boolean isAllowed) {
    ResponseHeadersBuilder answer =
        ResponseHeaders.builder(HttpStatus.NO_CONTENT)
            .set(HttpHeaderNames.VARY, "Origin")
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (isAllowed) {
      answer
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS)
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, REQUEST_HEADERS)
          .setLong(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, MAX_AGE.toSeconds());
    }
    return answer.build();
  }

  /** Who asks decides about the answer's headers, also when nobody says who asks. */
  private static ResponseHeaders varied(ResponseHeaders headers) {
    String vary = headers.get(HttpHeaderNames.VARY);
    return headers.withMutations(
        own -> own.set(HttpHeaderNames.VARY, vary == null ? "Origin" : vary + ", Origin"));
  }
}
