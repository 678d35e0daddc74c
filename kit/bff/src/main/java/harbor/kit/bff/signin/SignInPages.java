package harbor.kit.bff.signin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import harbor.kit.bff.edge.Visitors.Visitor;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.Session;
import java.util.Optional;

/**
 * What a browser is shown or told where it goes while somebody signs in or out. A page has a way
 * out and waits for a click: nothing begins again by itself. Nothing here is kept, and none of the
 * addresses, which may hold a code, is told to the next site.
 */
final class SignInPages {
  static final int RETRY_SECONDS = 5;

  private static final String POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final Frontend frontend;

  SignInPages(Frontend frontend) {
    this.frontend = frontend;
  }

  /** The page of an ending. */
  HttpResponse page(Ending ending, ReturnAddress back) {
    return page(ending, back, "");
  }

  /**
   * The page of an ending.
   *
   * @param back where they wanted to go
   * @param said what the provider said of it, which is anybody's text; empty when nothing
   */
  HttpResponse page(Ending ending, ReturnAddress back, String said) {
    String again =
        ending == Ending.OFF
            ? ""
            : "<p><a href=\"%s?%s\">Sign in again</a></p>\n"
                .formatted(
                    SignIn.path(frontend, "login"),
                    escaped(QueryParams.of("return", back.value()).toQueryString()));
    String quoted =
        said.isEmpty() ? "" : "<p>The sign-in service says: %s</p>\n".formatted(escaped(said));
    HttpData page =
        HttpData.ofUtf8(
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%1$s</title>
            <h1>%1$s</h1>
            <p>%2$s</p>
            %3$s%4$s<p><a href="/">To the start page</a></p>
            """
                .formatted(ending.title, ending.text, quoted, again));
    ResponseHeadersBuilder headers =
        unkept(HttpStatus.valueOf(ending.status))
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, POLICY)
            .contentLength(page.length());
    if (ending == Ending.UNAVAILABLE) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, RETRY_SECONDS);
    }
    return HttpResponse.of(headers.build(), page);
  }

  /** What the start page says to somebody. */
  Visitor visitor(Optional<Session> found) {
    return found
        .map(
            session ->
                new Visitor(
                    """
                    <p>Signed in as <strong>%s</strong>
                    <button data-logout="%s" data-csrf="%s">Sign out</button></p>
                    <script src="%s" defer></script>
                    """
                        .formatted(
                            escaped(
                                session.displayName().isEmpty()
                                    ? session.userId()
                                    : session.displayName()),
                            SignIn.path(frontend, "logout"),
                            escaped(session.csrfTag()),
                            SignIn.path(frontend, "sign-out.js")),
                    true))
        .orElseGet(
            () ->
                new Visitor(
                    "<p>Nobody is signed in. <a href=\"%s\">Sign in</a></p>\n"
                        .formatted(SignIn.path(frontend, "login")),
                    false));
  }

  /** What a script is told. */
  static HttpResponse json(ObjectNode body) {
    HttpData content = HttpData.ofUtf8(body.toString());
    return HttpResponse.of(
        unkept(HttpStatus.OK).contentType(MediaType.JSON).contentLength(content.length()).build(),
        content);
  }

  /** Goes on elsewhere, by GET. */
  static HttpResponse seeOther(String address) {
    return HttpResponse.of(
        unkept(HttpStatus.SEE_OTHER).set(HttpHeaderNames.LOCATION, address).build());
  }

  /** Headers of an answer that nobody keeps. */
  static ResponseHeadersBuilder unkept(HttpStatus status) {
    return ResponseHeaders.builder(status).set(HttpHeaderNames.CACHE_CONTROL, "no-store");
  }

  /** As HTML shows it, in a text or an attribute in double quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
