package harbor.observability;

import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;

/**
 * The low-cardinality parts of a request: the pattern of its route and the status of its answer.
 */
final class HttpRoute {
  private HttpRoute() {}

  /** For example {@code /mobile/v1/products/{id}}; "" when no route matched. */
  static String of(ServiceRequestContext request) {
    Route route = request.config().route();
    return route.isFallback() ? "" : route.patternString();
  }

  /** The status that was sent; 0 when the client left before there was any. */
  static int status(RequestLog log) {
    return log.responseHeaders().status().code();
  }
}
