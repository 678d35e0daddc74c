package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes from requests what tells one person's from another's. Thread-safe. */
final class AnonymousRequest {
  private final Set<AsciiString> kept;

  /** Leaves these headers, and what every request has: method, path and host. */
  AnonymousRequest(List<String> kept) {
    this.kept =
        Stream.concat(Stream.of("host"), kept.stream())
            .map(HttpHeaderNames::of)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** The request without any other header. */
  HttpRequest of(HttpRequest request) {
    RequestHeaders headers = request.headers();
    RequestHeadersBuilder anonymous = headers.toBuilder();
    for (AsciiString name : headers.names()) {
      if (name.charAt(0) != ':' && !kept.contains(name)) {
        anonymous.remove(name);
      }
    }
    return request.withHeaders(anonymous.build());
  }
}
