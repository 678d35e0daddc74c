package harbor.kit.bff.answer;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.plan.Page;
import harbor.kit.runtime.AuditLog;
import harbor.observability.HttpRoute;
import harbor.observability.TraceContext;
import harbor.observability.TraceIds;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts answers together: the view in the format that the client likes best, compressed where that
 * makes it smaller, with its entity tag, schema version and degradation. Thread-safe.
 */
public final class Answers {
  private static final AsciiString SCHEMA_VERSION = HttpHeaderNames.of("x-schema-version");
  private static final AsciiString DEGRADED = HttpHeaderNames.of("x-degraded");
  private static final AsciiString STALE = HttpHeaderNames.of("x-stale");

  /** So that those who come back do not come together. */
  private static final int MIN_RETRY_SECONDS = 1;

  private static final int MAX_RETRY_SECONDS = 2;

  /**
   * What tells one caller from another: a browser that keeps a page must not show it to the next.
   */
  private static final String CALLER = ", Authorization, Cookie";

  /** How an app says who asks (RFC 6750, section 3). */
  private static final String CHALLENGE = "Bearer realm=\"harbor\"";

  /** Of the sentences in tables of errors. */
  private static final String LANGUAGE = "en";

  private static final AttributeKey<ErrorAnswer> ERROR =
      AttributeKey.valueOf(Answers.class, "ERROR");

  private final List<ViewFormat> offered;
  private final ViewBytes views;
  private final ErrorTable errors;
  private final ErrorView errorView;
  private final ErrorCount errorCount;
  private final AuditLog audit;
  private final boolean takesBearers;
  private final List<String> dependsOn;
  private final String vary;

  /**
   * Answers of one BFF.
   *
   * @param offered its formats, the default first
   * @param json knows all its views, errors included
   * @param errors what it tells clients when something goes wrong
   * @param errorView its form of errors
   * @param vary further request headers that its answers depend on, besides Accept and
   *     Accept-Encoding
   * @param takesBearers whether a 401 asks for an access token; of a cookie no scheme is registered
   * @param metrics where errors are counted
   * @param audit where refusals are written
   */
  public Answers(
      List<ViewFormat> offered,
      ViewJson json,
      ErrorTable errors,
      ErrorView errorView,
      List<String> vary,
      boolean takesBearers,
      MeterRegistry metrics,
      AuditLog audit) {
    this.offered = List.copyOf(offered);
    this.views = new ViewBytes(json);
    this.errors = errors;
    this.errorView = errorView;
    this.errorCount = new ErrorCount(metrics);
    this.audit = audit;
    this.takesBearers = takesBearers;
    this.dependsOn = Stream.concat(Stream.of("Accept", "Accept-Encoding"), vary.stream()).toList();
    this.vary = String.join(", ", dependsOn);
  }

  /** What clients are told when something goes wrong. */
  public ErrorTable errors() {
    return errors;
  }

  /** The request headers that an answer may depend on: those that {@code Vary} names. */
  public List<String> dependsOn() {
    return dependsOn;
  }

  /** The format for a request; empty when it accepts none. */
  public Optional<ViewFormat> format(RequestHeaders request) {
    return Negotiation.format(all(request, HttpHeaderNames.ACCEPT), offered);
  }

  /** That no format was acceptable. */
  public ErrorAnswer notAcceptable() {
    return errors.of(
        EdgeEvent.NOT_ACCEPTABLE,
        String.join(", ", offered.stream().map(f -> f.mediaType().toString()).toList()));
  }

  /** The error that a request was answered with; empty for one that was not. */
  public static Optional<ErrorAnswer> errorOf(ServiceRequestContext ctx) {
    return Optional.ofNullable(ctx.attr(ERROR));
  }

  /** Where refusals are written, and what else is to be found later. */
  public AuditLog audit() {
    return audit;
  }

  /**
   * A page that is there: 200, or 304 when the client has it already.
   *
   * <p>A page with a part that is missing or out of date has no entity tag and is kept by nobody.
   *
   * @param meta says how the answer came about; empty for a view that does not
   * @param facts asked for when there is a meta to send
   * @param caching of a whole page
   */
  public HttpResponse ready(
      RequestHeaders request,
      ViewFormat format,
      Page.Ready<? extends Message> page,
      Optional<MetaView> meta,
      Supplier<MetaView.Facts> facts,
      HttpCaching caching) {
    Message view = page.view();
    EncodedView encoded = views.of(view, format);
    String schemaVersion = SchemaVersion.of(view.getDescriptorForType());
    // By the view's own size: with meta, the same view could be coded now and not later.
    ContentCoding coding =
        Negotiation.coding(all(request, HttpHeaderNames.ACCEPT_ENCODING))
            .whenWorthwhile(encoded.size());
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(format.mediaType())
            .set(HttpHeaderNames.VARY, caching.isForCaller() ? vary + CALLER : vary)
            .set(SCHEMA_VERSION, schemaVersion);
    if (coding != ContentCoding.IDENTITY) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, coding.token());
    }
    if (page.isWhole()) {
      String tag = EntityTag.of(schemaVersion, encoded, format, coding);
      headers.set(HttpHeaderNames.ETAG, tag).set(HttpHeaderNames.CACHE_CONTROL, caching.header());
      if (EntityTag.isKnown(request, tag)) {
        return HttpResponse.of(headers.status(HttpStatus.NOT_MODIFIED).build());
      }
    } else {
      names(headers, DEGRADED, page.missing());
      names(headers, STALE, page.stale());
      headers.set(
          HttpHeaderNames.CACHE_CONTROL,
          (caching.isForCaller() ? HttpCaching.CALLERS_NOT_KEPT : HttpCaching.NOT_KEPT).header());
    }
    meta.ifPresent(
        said ->
            views.append(encoded, view, format, said.field(), said.message().apply(facts.get())));
    return answer(request, headers, coding.code(encoded));
  }

  /**
   * What a change did: kept by nobody, without an entity tag.
   *
   * @param headers its status and what only this answer has; without a body for 204
   * @param meta says how the answer came about; empty for a view that does not
   * @param facts asked for when there is a meta to send
   */
  public HttpResponse changed(
      RequestHeaders request,
      ViewFormat format,
      Page.Ready<? extends Message> page,
      ResponseHeadersBuilder headers,
      Optional<MetaView> meta,
      Supplier<MetaView.Facts> facts) {
    headers
        .set(HttpHeaderNames.VARY, vary)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpCaching.CALLERS_NOT_KEPT.header());
    names(headers, DEGRADED, page.missing());
    if (headers.status().isContentAlwaysEmpty()) {
      return HttpResponse.of(headers.build());
    }
    Message view = page.view();
    EncodedView encoded = views.of(view, format);
    headers
        .contentType(format.mediaType())
        .set(SCHEMA_VERSION, SchemaVersion.of(view.getDescriptorForType()));
    meta.ifPresent(
        said ->
            views.append(encoded, view, format, said.field(), said.message().apply(facts.get())));
    return answer(request, headers, encoded);
  }

  /** An error that has nothing to do with a core service. */
  public HttpResponse error(ServiceRequestContext ctx, ErrorAnswer error) {
    return error(ctx, error, "");
  }

  /**
   * An error, in the BFF's form, in the format of the request or else the default one.
   *
   * @param call name of the critical call that failed; empty when none did
   */
  public HttpResponse error(ServiceRequestContext ctx, ErrorAnswer error, String call) {
    // In place of the language that the page would have had.
    ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, LANGUAGE);
    errorCount.add(ctx, error.code(), call);
    ctx.setAttr(ERROR, error);
    String traceId = TraceIds.of(TraceContext.of(ctx));
    if (isRefusal(error)) {
      audit.refusal(error.code(), HttpRoute.of(ctx)).trace(traceId).write();
    }
    return error(ctx.request().headers(), error, traceId);
  }

  /**
   * An error of a request that reached no service of ours.
   *
   * @param ctx the request, when it came as far as having one
   * @param headers those of the request that could be read
   */
  public HttpResponse refusal(
      @Nullable ServiceRequestContext ctx,
      RequestHeaders headers,
      ErrorAnswer error,
      String traceId) {
    if (ctx != null) {
      ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, LANGUAGE);
    }
    errorCount.add(ctx, error.code(), "");
    return error(headers, error, traceId);
  }

  private HttpResponse error(RequestHeaders request, ErrorAnswer error, String traceId) {
    ViewFormat format = format(request).orElse(offered.getFirst());
    Message view = errorView.view(error, traceId);
    MediaType type = format == ViewFormat.JSON ? errorView.jsonType() : format.mediaType();
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(error.status())
            .contentType(type)
            .set(HttpHeaderNames.CONTENT_LANGUAGE, LANGUAGE)
            .set(HttpHeaderNames.VARY, vary)
            .set(HttpHeaderNames.CACHE_CONTROL, HttpCaching.NOT_KEPT.header())
            .set(SCHEMA_VERSION, SchemaVersion.of(view.getDescriptorForType()));
    if (takesBearers && error.status().equals(HttpStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, challenge(request));
    }
    if (error.retryable() && error.status().isServerError()) {
      // Who knows better says it with the request's own headers, which take the place of this one.
      headers.setInt(
          HttpHeaderNames.RETRY_AFTER,
          ThreadLocalRandom.current().nextInt(MIN_RETRY_SECONDS, MAX_RETRY_SECONDS + 1));
    }
    return answer(request, headers, views.of(view, format));
  }

  /** Who said nothing of themselves has made no mistake (RFC 6750, section 3.1). */
  private static String challenge(RequestHeaders request) {
    return request.contains(HttpHeaderNames.AUTHORIZATION)
        ? CHALLENGE + ", error=\"invalid_token\""
        : CHALLENGE;
  }

  /** That somebody may not; being asked too often is a matter of {@code RateLimits}. */
  private static boolean isRefusal(ErrorAnswer error) {
    return error.status().equals(HttpStatus.UNAUTHORIZED)
        || error.status().equals(HttpStatus.FORBIDDEN)
        || error.code().equals(EdgeEvent.SESSION_CHANGED.name());
  }

  private static void names(ResponseHeadersBuilder headers, AsciiString name, List<String> calls) {
    if (!calls.isEmpty()) {
      headers.set(name, String.join(", ", calls));
    }
  }

  /** A list may stand on several lines (RFC 9110, section 5.3); empty when there is none. */
  private static String all(RequestHeaders request, CharSequence name) {
    List<String> lines = request.getAll(name);
    return lines.size() == 1 ? lines.getFirst() : String.join(",", lines);
  }

  /** HEAD has the headers of GET, its length included, and no body. */
  private static HttpResponse answer(
      RequestHeaders request, ResponseHeadersBuilder headers, EncodedView body) {
    headers.contentLength(body.size());
    return request.method() == HttpMethod.HEAD
        ? HttpResponse.of(headers.build())
        : HttpResponse.of(headers.build(), body.data());
  }
}
