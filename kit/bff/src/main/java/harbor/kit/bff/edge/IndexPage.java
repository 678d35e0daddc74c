package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.List;

/** A plain page of what can be tried, for whoever opens a BFF's address. Thread-safe. */
final class IndexPage implements BufferedResponse {
  private final HttpData page;

  IndexPage(String bff, List<Route<?, ?>> routes) {
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
    page =
        HttpData.ofUtf8(
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <h1>%1$s</h1>
            <p>What can be asked here. Put an id in place of what stands in braces.</p>
            <ul>
            %2$s</ul>
            """
                .formatted(bff, lines));
  }

  /** Paths are of our own making and hold nothing that HTML would take for itself. */
  private static String link(String path) {
    return "<a href=\"%1$s\">%1$s</a>".formatted(path);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, "default-src 'none'")
            .contentLength(page.length())
            .build();
    return HttpResponse.of(headers, page);
  }
}
