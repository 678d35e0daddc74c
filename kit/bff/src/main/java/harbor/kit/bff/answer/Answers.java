package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import harbor.kit.bff.answer.ContentCoding.Coded;
import harbor.kit.bff.plan.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Puts answers together: the view in the format that the client likes best, compressed where that
 * makes it smaller, with its entity tag, schema version and degradation. Thread-safe.
 */
public final class Answers {
  private static final String SCHEMA_VERSION = "x-schema-version";
  private static final String DEGRADED = "x-degraded";

  private final List<ViewFormat> offered;
  private final ViewJson json;
  private final ErrorView errors;
  private final String vary;

  /**
   * Answers of one BFF.
   *
   * @param offered its formats, the default first
   * @param json knows all its views, errors included
   * @param errors its form of errors
   * @param vary further request headers that its answers depend on, besides Accept and
   *     Accept-Encoding
   */
  public Answers(List<ViewFormat> offered, ViewJson json, ErrorView errors, List<String> vary) {
    this.offered = List.copyOf(offered);
    this.json = json;
    this.errors = errors;
    this.vary = "Accept, Accept-Encoding" + (vary.isEmpty() ? "" : ", " + String.join(", ", vary));
  }

  /** The format for a request; empty when it accepts none. */
  public Optional<ViewFormat> format(RequestHeaders request) {
    return Negotiation.format(all(request, HttpHeaderNames.ACCEPT), offered);
  }

  /** That no format was acceptable. */
  public ErrorAnswer notAcceptable() {
    return ErrorAnswer.notAcceptable(
        String.join(", ", offered.stream().map(f -> f.mediaType().toString()).toList()));
  }

  /**
   * A page that is there: 200, or 304 when the client has it already.
   *
   * <p>A page with a missing part has no entity tag and is kept by nobody.
   *
   * @param meta puts in how the answer came about
   * @param cacheControl for a whole page
   */
  public HttpResponse ready(
      RequestHeaders request,
      ViewFormat format,
      Page.Ready<? extends Message> page,
      UnaryOperator<Message> meta,
      String cacheControl) {
    Message view = page.view();
    String schemaVersion = SchemaVersion.of(view.getDescriptorForType());
    Message whole = meta.apply(view);
    Coded coded =
        Negotiation.coding(all(request, HttpHeaderNames.ACCEPT_ENCODING))
            .code(bytes(whole, format));
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(format.mediaType())
            .set(HttpHeaderNames.VARY, vary)
            .set(SCHEMA_VERSION, schemaVersion);
    if (coded.coding() != ContentCoding.IDENTITY) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, coded.coding().token());
    }
    if (!page.missing().isEmpty()) {
      headers.set(DEGRADED, String.join(", ", page.missing()));
      headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      return answer(request, headers, coded.body());
    }
    String tag = EntityTag.of(schemaVersion, view.toByteArray(), format, coded.coding());
    headers.set(HttpHeaderNames.ETAG, tag).set(HttpHeaderNames.CACHE_CONTROL, cacheControl);
    if (EntityTag.matches(all(request, HttpHeaderNames.IF_NONE_MATCH), tag)) {
      return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
    }
    return answer(request, headers, coded.body());
  }

  /** An error, in the BFF's form, in the format of the request or else the default one. */
  public HttpResponse error(RequestHeaders request, ErrorAnswer error, String traceId) {
    ViewFormat format = format(request).orElse(offered.getFirst());
    Message view = errors.view(error, traceId);
    MediaType type = format == ViewFormat.JSON ? errors.jsonType() : format.mediaType();
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(error.status())
            .contentType(type)
            .set(HttpHeaderNames.VARY, vary)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            .set(SCHEMA_VERSION, SchemaVersion.of(view.getDescriptorForType()));
    return answer(request, headers, bytes(view, format));
  }

  /** A list may stand on several lines (RFC 9110, section 5.3); empty when there is none. */
  private static String all(RequestHeaders request, CharSequence name) {
    return String.join(",", request.getAll(name));
  }

  private byte[] bytes(Message view, ViewFormat format) {
    return switch (format) {
      case PROTOBUF -> view.toByteArray();
      case JSON -> json.encode(view);
    };
  }

  /** HEAD has the headers of GET, its length included, and no body. */
  private static HttpResponse answer(
      RequestHeaders request, ResponseHeadersBuilder headers, byte[] body) {
    headers.contentLength(body.length);
    return request.method() == HttpMethod.HEAD
        ? HttpResponse.of(headers.build())
        : HttpResponse.of(headers.build(), HttpData.wrap(body));
  }
}
