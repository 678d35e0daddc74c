package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.ServiceRequestContextWrapper;
import io.netty.util.AttributeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One page's request within a batch: its own address, headers and attributes, on the batch's
 * connection, in its trace and time. Used by the request's event loop.
 */
final class BatchedRequest extends ServiceRequestContextWrapper {
  private final BatchedPages.Found page;
  private final Map<AttributeKey<?>, Object> attributes = new HashMap<>();
  private HttpRequest request;
  private HttpHeaders additional = HttpHeaders.of();

  BatchedRequest(ServiceRequestContext batch, BatchedPages.Found page, HttpRequest request) {
    super(batch);
    this.page = page;
    this.request = request;
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
