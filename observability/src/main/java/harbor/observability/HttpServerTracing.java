package harbor.observability;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A SERVER span for each HTTP request, to the last byte of its answer, or to the first one of a
 * stream. Left out on purpose: the path and the query, in which clients write what they want, and
 * what identifies the client.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/semantic-conventions/blob/v1.45.0/docs/http/http-spans.md">
 *     OpenTelemetry semantic conventions 1.45.0, HTTP spans (stable)</a>
 */
final class HttpServerTracing extends SimpleDecoratingHttpService {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<String> SCHEME = AttributeKey.stringKey("url.scheme");
  private static final AttributeKey<String> VERSION =
      AttributeKey.stringKey("network.protocol.version");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

  private static final TextMapGetter<RequestHeaders> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(RequestHeaders headers) {
          return headers.names().stream().map(Object::toString).toList();
        }

        @Override
        public @Nullable String get(@Nullable RequestHeaders headers, String name) {
          return headers == null ? null : headers.get(name);
        }

        @Override
        public Iterator<String> getAll(@Nullable RequestHeaders headers, String name) {
          return headers == null ? Collections.emptyIterator() : headers.getAll(name).iterator();
        }
      };

  private final Tracer tracer;
  private final TextMapPropagator propagator;

  private HttpServerTracing(HttpService delegate, OpenTelemetry openTelemetry) {
    super(delegate);
    this.tracer = openTelemetry.getTracer("harbor.http");
    this.propagator = openTelemetry.getPropagators().getTextMapPropagator();
  }

  static Function<HttpService, HttpService> decorator(OpenTelemetry openTelemetry) {
    return delegate -> new HttpServerTracing(delegate, openTelemetry);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext request, HttpRequest body) throws Exception {
    Context parent = propagator.extract(Context.root(), request.request().headers(), HEADERS);
    String method = method(request.method());
    String route = HttpRoute.of(request);
    Span span =
        tracer
            .spanBuilder(route.isEmpty() ? method : method + ' ' + route)
            .setParent(EdgeSampler.atTheEdge(parent))
            .setSpanKind(SpanKind.SERVER)
            .startSpan();
    Context context = parent.with(span);
    TraceContext.set(request, context);
    request.hook(context::makeCurrent);
    if (span.isRecording()) {
      describe(span, request, method, route);
      var _ =
          request
              .log()
              .whenAvailable(RequestLogProperty.RESPONSE_FIRST_BYTES_TRANSFERRED_TIME)
              .thenAccept(log -> opened(span, request, log));
      var _ = request.log().whenComplete().thenAccept(log -> end(span, log));
    }
    try (var _ = context.makeCurrent()) {
      return unwrap().serve(request, body);
    }
  }

  private static void describe(
      Span span, ServiceRequestContext request, String method, String route) {
    span.setAttribute(METHOD, method);
    span.setAttribute(SCHEME, request.sessionProtocol().isTls() ? "https" : "http");
    span.setAttribute(VERSION, request.sessionProtocol().isMultiplex() ? "2" : "1.1");
    if (!route.isEmpty()) {
      span.setAttribute(ROUTE, route);
    }
  }

  /** Who decides what is kept of a trace waits for seconds, and a stream lasts for hours. */
  private static void opened(Span span, ServiceRequestContext request, RequestLog log) {
    if (LongAnswer.of(request) == LongAnswer.STREAM) {
      end(span, log);
    }
  }

  /** A client that leaves is no error of the server. */
  private static void end(Span span, RequestLog log) {
    if (!span.isRecording()) {
      return;
    }
    int status = HttpRoute.status(log);
    if (status == HttpRoute.CLIENT_LEFT) {
      span.setAttribute(ERROR_TYPE, "client_left");
    } else {
      span.setAttribute(STATUS, status);
    }
    if (status >= 500) {
      span.setAttribute(ERROR_TYPE, Integer.toString(status));
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  private static String method(HttpMethod method) {
    return method == HttpMethod.UNKNOWN ? "_OTHER" : method.name();
  }
}
