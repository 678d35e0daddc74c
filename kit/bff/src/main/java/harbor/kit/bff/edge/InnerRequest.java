package harbor.kit.bff.edge;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.ServiceRequestContextWrapper;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page's request within another one, a batch or an rpc: its own address, headers and
 * attributes, on the other one's connection, in its trace and time. It is answered in protobuf.
 * Used by the request's event loop.
 */
final class InnerRequest extends ServiceRequestContextWrapper {
  /** What is of the outer request alone. */
  private static final List<AsciiString> OWN =
      List.of(
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.TE,
          HttpHeaderNames.ACCEPT_ENCODING,
          HttpHeaderNames.IF_NONE_MATCH,
          HttpHeaderNames.IF_MATCH);

  /** Of a page that has the time that it has by itself. */
  static final Duration ANY_TIME = Duration.ofDays(1);

  private final BatchedPages.Found page;
  private final Duration time;
  private final Map<AttributeKey<?>, Object> attributes = new HashMap<>();
  private HttpRequest request;
  private HttpHeaders additional = HttpHeaders.of();

  /**
   * A page's request within another one.
   *
   * @param time that the page has at most
   */
  InnerRequest(ServiceRequestContext outer, BatchedPages.Found page, Duration time) {
    super(outer);
    this.page = page;
    this.time = time;
    this.request = HttpRequest.of(headers(outer.request().headers(), page));
  }

  private static RequestHeaders headers(RequestHeaders outer, BatchedPages.Found page) {
    RequestHeadersBuilder headers = outer.toBuilder();
    OWN.forEach(headers::remove);
    return headers
        .method(HttpMethod.GET)
        .path(page.target())
        .set(HttpHeaderNames.ACCEPT, MediaType.X_PROTOBUF.toString())
        .build();
  }

  /** What the page's service answers; it never fails. */
  CompletableFuture<AggregatedHttpResponse> answer(Answers answers, FailureLog failures) {
    return respond(answers, failures).aggregate(eventLoop());
  }

  private HttpResponse respond(Answers answers, FailureLog failures) {
    try (SafeCloseable _ = push()) {
      return page.service().serve(this, request);
    } catch (Exception e) {
      failures.bug(this, e);
      return answers.error(this, answers.errors().of(EdgeEvent.BUG));
    }
  }

  /** The time of a page that has so much by itself. */
  Duration atMost(Duration total) {
    return time.compareTo(total) < 0 ? time : total;
  }

  /** So that whoever asks for the current request gets this one. */
  @Override
  public ServiceRequestContext root() {
    return this;
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public void updateRequest(HttpRequest next) {
    request = next;
  }

  @Override
  public HttpMethod method() {
    return request.method();
  }

  @Override
  public String path() {
    return page.path();
  }

  @Override
  public String decodedPath() {
    return page.path();
  }

  @Override
  public @Nullable String query() {
    return page.query().isEmpty() ? null : page.query().toQueryString();
  }

  @Override
  public Map<String, String> pathParams() {
    return page.variables();
  }

  @Override
  public QueryParams queryParams() {
    return page.query();
  }

  @Override
  @SuppressWarnings("unchecked") // put under the key of its type
  public <V> @Nullable V attr(AttributeKey<V> key) {
    Object own = attributes.get(key);
    return own == null ? super.attr(key) : (V) own;
  }

  @Override
  @SuppressWarnings("unchecked") // put under the key of its type
  public <V> @Nullable V setAttr(AttributeKey<V> key, @Nullable V value) {
    return (V) (value == null ? attributes.remove(key) : attributes.put(key, value));
  }

  @Override
  public HttpHeaders additionalResponseHeaders() {
    return additional;
  }

  @Override
  public void setAdditionalResponseHeader(CharSequence name, Object value) {
    mutateAdditionalResponseHeaders(headers -> headers.setObject(name, value));
  }

  @Override
  public void addAdditionalResponseHeader(CharSequence name, Object value) {
    mutateAdditionalResponseHeaders(headers -> headers.addObject(name, value));
  }

  @Override
  public void mutateAdditionalResponseHeaders(Consumer<HttpHeadersBuilder> mutator) {
    additional = additional.withMutations(mutator);
  }
}
