package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.Route.Audience;
import harbor.kit.bff.edge.Visitors.Visitor;
import harbor.kit.bff.openapi.ApiService;
import java.util.List;
import java.util.Optional;

/**
 * A plain page of what can be tried, for whoever opens a BFF's address: where people sign in, it
 * says who has, and shows what is for users to them alone. Thread-safe.
 */
final class IndexPage implements BufferedResponse {
  private final String bff;
  private final Optional<Visitors> visitors;
  private final HttpData forAnybody;
  private final String publicLines;
  private final String allLines;

  IndexPage(String bff, List<Route<?, ?>> routes, Optional<Visitors> visitors) {
    this.bff = bff;
    this.visitors = visitors;
    this.publicLines =
        lines(routes.stream().filter(route -> route.audience() != Audience.USER).toList());
    this.allLines = lines(routes);
    this.forAnybody = page("", allLines);
  }

  /** What clients need to know of it. */
  static ApiService api() {
    return ApiService.get(
        "/", "A plain page of what can be tried.", ApiService.Said.of("The page.", "text/html"));
  }

  private static String lines(List<Route<?, ?>> routes) {
    StringBuilder lines = new StringBuilder();
    for (Route<?, ?> route : routes) {
      String path = route.path();
      String shown = path.contains("{") || !route.isRead() ? path : link(path);
      lines
          .append("<li><code>")
          .append(route.method())
          .append(' ')
          .append(shown)
          .append("</code></li>\n");
    }
    return lines.toString();
  }

  private HttpData page(String visitor, String lines) {
    return HttpData.ofUtf8(
        """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s</title>
        <h1>%1$s</h1>
        %3$s<p>What can be asked here. Put an id in place of what stands in braces.</p>
        <ul>
        %2$s</ul>
        """
            .formatted(bff, lines, visitor));
  }

  /** Paths are of our own making and hold nothing that HTML would take for itself. */
  private static String link(String path) {
    return "<a href=\"%1$s\">%1$s</a>".formatted(path);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return visitors
        .map(known -> HttpResponse.of(known.of(ctx).thenApply(this::forVisitor)))
        .orElseGet(
            () ->
                answer(
                    "no-cache", "default-src 'none'" + SecurityHeaders.NO_PAGE_NEEDS, forAnybody));
  }

  private HttpResponse forVisitor(Visitor visitor) {
    return answer(
        "private, no-store",
        "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'",
        page(visitor.html(), visitor.isUser() ? allLines : publicLines));
  }

  private static HttpResponse answer(String caching, String policy, HttpData page) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, caching)
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, policy)
            .contentLength(page.length());
    return HttpResponse.of(headers.build(), page);
  }
}
