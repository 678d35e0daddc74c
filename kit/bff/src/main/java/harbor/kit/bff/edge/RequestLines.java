package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.runtime.LogFields;
import harbor.kit.runtime.Logging;
import harbor.observability.HttpRoute;
import io.netty.util.AsciiString;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line of the logger {@code harbor.requests} for each answer: route, status, bytes of its body,
 * duration, missing parts, and how many of its calls a cache answered. Left out on purpose: path
 * and query, address and browser, which identify people. Costs nothing while the logger is off.
 */
final class RequestLines extends SimpleDecoratingHttpService {
  private static final Logger log = LoggerFactory.getLogger(Logging.REQUESTS);
  private static final AsciiString DEGRADED = HttpHeaderNames.of("x-degraded");
  private static final AsciiString STALE = HttpHeaderNames.of("x-stale");

  private final String bff;

  private RequestLines(HttpService delegate, String bff) {
    super(delegate);
    this.bff = bff;
  }

  /** For the BFF of this name. */
  static Function<HttpService, HttpService> decorator(String bff) {
    return delegate -> new RequestLines(delegate, bff);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    if (log.isInfoEnabled()) {
      var _ = ctx.log().whenComplete().thenAccept(answer -> write(ctx, answer));
    }
    return unwrap().serve(ctx, request);
  }

  private void write(ServiceRequestContext ctx, RequestLog answer) {
    String route = HttpRoute.of(ctx);
    Optional<RequestScope> scope = RequestScopes.of(ctx);
    try (LogFields _ = RequestScopes.logFields(bff, ctx)) {
      log.atInfo()
          .addKeyValue("method", ctx.method().name())
          .addKeyValue("route", route.isEmpty() ? "none" : route)
          .addKeyValue("status", HttpRoute.status(answer))
          .addKeyValue("bytes", answer.responseLength())
          .addKeyValue("ms", answer.totalDurationNanos() / 1_000_000)
          .addKeyValue("missing", answer.responseHeaders().get(DEGRADED, "-"))
          .addKeyValue("stale", answer.responseHeaders().get(STALE, "-"))
          .addKeyValue("calls", scope.map(RequestScope::calls).orElse(0))
          .addKeyValue("cached", scope.map(RequestScope::cached).orElse(0))
          .log("answered");
    }
  }
}
