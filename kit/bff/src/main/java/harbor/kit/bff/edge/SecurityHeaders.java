package harbor.kit.bff.edge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What browsers are told to refuse, with every answer: whoever makes a page says its own {@code
 * Content-Security-Policy}, everything else is no page and may do nothing.
 *
 * <p>The headers are the same for every answer: HTTP/2 sends them once a connection, after which
 * each costs a byte.
 */
public final class SecurityHeaders {
  /** What no page of ours needs, to be put behind what it does need. */
  public static final String NO_PAGE_NEEDS =
      "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /**
   * Of every answer. The referrer policy is not {@code no-referrer}: with that, browsers send
   * {@code Origin: null} with forms of our own pages.
   */
  static final HttpHeaders ALWAYS =
      HttpHeaders.of(
          HttpHeaderNames.CONTENT_SECURITY_POLICY,
          "default-src 'none'; frame-ancestors 'none'",
          HttpHeaderNames.X_CONTENT_TYPE_OPTIONS,
          "nosniff",
          HttpHeaderNames.REFERRER_POLICY,
          "same-origin");

  /** A year, and of this host alone: names below it may be somebody else's. */
  static final String STRICT_TRANSPORT = "max-age=31536000";

  private final OriginSettings origins;

  SecurityHeaders(OriginSettings origins) {
    this.origins = origins;
  }

  /**
   * Whether a browser is told to come over TLS alone: when it did, and not to a name of its own
   * machine, where that would break every other port.
   */
  boolean isTransportStrict(ServiceRequestContext ctx) {
    boolean isTls = ctx.sessionProtocol().isTls();
    if (!isTls && !origins.isSecure()) {
      return false;
    }
    String host = host(ctx.request().authority());
    return host != null && !isLocal(host) && (isTls || host.equals(origins.host()));
  }

  private static @Nullable String host(@Nullable String authority) {
    return Optional.ofNullable(authority)
        .map(SecurityHeaders::withoutPort)
        .map(host -> host.toLowerCase(Locale.ROOT))
        .orElse(null);
  }

  private static @Nullable String withoutPort(String authority) {
    try {
      return URI.create("http://" + authority).getHost();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** Names and numbers of the machine itself; browsers heed the header for no number anyway. */
  private static boolean isLocal(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.startsWith("[")
        || name.matches("[0-9.]+");
  }
}
