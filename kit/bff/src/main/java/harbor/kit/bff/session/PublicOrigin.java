package harbor.kit.bff.session;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers call a BFF: scheme, host and port. Without the setting it is the scheme that the
 * connection has and the host that the request names.
 *
 * @param configured for instance {@code https://shop.example}
 */
public record PublicOrigin(Optional<URI> configured) {
  /** Nothing is configured. */
  public static final PublicOrigin OF_REQUEST = new PublicOrigin(Optional.empty());

  /** Reads {@code HARBOR_<NAME>_PUBLIC_URL}. */
  public static PublicOrigin from(Environment environment, String bff) {
    String name = Environment.setting(bff, "PUBLIC_URL");
    return new PublicOrigin(
        environment
            .optionalText(
                name,
                "What browsers call "
                    + bff
                    + ", for instance https://shop.example; otherwise what the request calls it.")
            .map(text -> read(name, text)));
  }

  private static URI read(String name, String text) {
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return origin(bare)
        .filter(uri -> uri.getScheme().equals("https") || isLocal(uri.getHost()))
        .orElseThrow(
            () ->
                new InvalidSetting(
                    name,
                    text,
                    "https://host[:port], or http:// with localhost or 127.0.0.1, without a path"));
  }

  /** An origin of the web, as browsers write it; empty if the text is none. */
  public static Optional<URI> origin(String text) {
    try {
      return Optional.of(URI.create(text.toLowerCase(Locale.ROOT))).filter(PublicOrigin::isOrigin);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isOrigin(URI uri) {
    return uri.getScheme() != null
        && uri.getHost() != null
        && uri.getRawPath().isEmpty()
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.getRawUserInfo() == null
        && (uri.getScheme().equals("https") || uri.getScheme().equals("http"));
  }

  /** Whether browsers trust a host without TLS, and store no policy for it. */
  public static boolean isLocal(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("127.0.0.1")
        || host.equals("[::1]");
  }

  /** Whether browsers are known to reach it over TLS. */
  public boolean isSecure() {
    return configured.isPresent() && configured.get().getScheme().equals("https");
  }

  /** As browsers write it in {@code Origin}. */
  public String of(ServiceRequestContext ctx) {
    return configured
        .map(URI::toString)
        .orElseGet(
            () ->
                (ctx.sessionProtocol().isTls() ? "https://" : "http://")
                    + String.valueOf(ctx.request().authority()).toLowerCase(Locale.ROOT));
  }

  /** Whether an {@code Origin} header names it. */
  boolean is(ServiceRequestContext ctx, @Nullable String origin) {
    return origin != null && origin.equals(of(ctx));
  }

  /** The port that browsers connect to, as far as it is known. */
  int port(ServiceRequestContext ctx) {
    if (configured.isEmpty()) {
      return ctx.localAddress().getPort();
    }
    URI uri = configured.get();
    int standard = uri.getScheme().equals("https") ? 443 : 80;
    return uri.getPort() < 0 ? standard : uri.getPort();
  }
}
