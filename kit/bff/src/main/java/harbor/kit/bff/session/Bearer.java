package harbor.kit.bff.session;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.Optional;

/** The bearer token of a request (RFC 6750, section 2.1). */
final class Bearer {
  private static final String SCHEME = "bearer ";

  private Bearer() {}

  /** What follows the scheme; empty when the request has none. */
  static Optional<String> of(RequestHeaders headers) {
    String said = headers.get(HttpHeaderNames.AUTHORIZATION);
    return said != null && said.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? Optional.of(said.substring(SCHEME.length()).strip())
        : Optional.empty();
  }
}
