package harbor.observability;

import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/**
 * The low-cardinality parts of a request: the pattern of its route and the status of its answer.
 */
public final class HttpRoute {
  static final int CLIENT_LEFT = HttpStatus.CLIENT_CLOSED_REQUEST.code();

  private static final Pattern PARAMETER = Pattern.compile("/:([^/]+)");
  private static final ConcurrentMap<String, String> TEMPLATES = new ConcurrentHashMap<>();

  private HttpRoute() {}

  /** For example {@code /mobile/v1/products/{id}}; "" when no route matched. */
  public static String of(ServiceRequestContext request) {
    Route route = request.config().route();
    return route.isFallback()
        ? ""
        : TEMPLATES.computeIfAbsent(route.patternString(), HttpRoute::template);
  }

  /**
   * The status that was sent, or 499 when the client left before there was any: Armeria then logs
   * the 500 that it could not send.
   */
  public static int status(RequestLog log) {
    boolean nothingSent = log.responseFirstBytesTransferredTimeNanos() == null;
    return nothingSent ? CLIENT_LEFT : log.responseHeaders().status().code();
  }

  /** Armeria writes {@code /products/:id}, the semantic conventions {@code /products/{id}}. */
  private static String template(String pattern) {
    return PARAMETER.matcher(pattern).replaceAll("/{$1}");
  }
}
