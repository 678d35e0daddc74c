package harbor.kit.bff.signin;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BufferedResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The script behind the start page's button that signs out. Thread-safe. */
final class SignOutScript implements BufferedResponse {
  private static final String RESOURCE = "sign-out.js";

  private final HttpData script = read();

  private static HttpData read() {
    try (InputStream in = SignOutScript.class.getResourceAsStream(RESOURCE)) {
      return HttpData.wrap(Objects.requireNonNull(in, RESOURCE).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(RESOURCE, e);
    }
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.JAVASCRIPT_UTF_8)
            .set(HttpHeaderNames.CACHE_CONTROL, "public, max-age=300")
            .contentLength(script.length())
            .build(),
        script);
  }
}
