package harbor.kit.bff.session;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.EdgeEvent;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells changes that a page or an app of ours sends from those that another site makes a browser
 * send. Every change has the header {@value #HEADER}, which no other site can set: the session's
 * tag, or {@code 1} from a guest. What a browser says besides of where the change comes from must
 * be right, and a browser's frontend wants it said. A bearer token is sent by nobody's browser by
 * itself, so a request that has no session but one needs none of it. Thread-safe.
 */
public final class Csrf {
  /** The header's name. */
  public static final String HEADER = "X-Harbor-CSRF";

  /** What guests send. */
  public static final String GUEST = "1";

  private static final AsciiString TAG = HttpHeaderNames.of(HEADER.toLowerCase(Locale.ROOT));
  private static final AsciiString FETCH_SITE = HttpHeaderNames.of("sec-fetch-site");

  private final Frontends frontends;
  private final PublicOrigin origin;

  /** For changes at these frontends, which browsers call so. */
  public Csrf(Frontends frontends, PublicOrigin origin) {
    this.frontends = frontends;
    this.origin = origin;
  }

  /** Whether a change is refused before anybody asks whose it is; empty when it is not. */
  public Optional<EdgeEvent> beforeIdentity(ServiceRequestContext ctx) {
    RequestHeaders headers = ctx.request().headers();
    Frontend frontend = frontends.of(ctx);
    boolean isOurs =
        switch (frontend.kind()) {
          case BROWSER -> headers.contains(TAG) && isFromOurPage(ctx, headers, true);
          case APP ->
              isBearerAlone(headers)
                  || (headers.contains(TAG) && isFromOurPage(ctx, headers, false));
        };
    return isOurs ? Optional.empty() : Optional.of(EdgeEvent.CSRF);
  }

  /** Whether a change was sent by a page of somebody else; empty when it was not. */
  public Optional<EdgeEvent> afterIdentity(ServiceRequestContext ctx, Identified who) {
    String expected =
        switch (who) {
          case Identified.BySession(Session session) -> session.csrfTag();
          case Identified.ByBearer _ -> null;
          case Identified.Visitor _ -> GUEST;
        };
    String said = ctx.request().headers().get(TAG);
    if (expected == null || isEqual(expected, said)) {
      return Optional.empty();
    }
    return Optional.of(said == null ? EdgeEvent.CSRF : EdgeEvent.SESSION_CHANGED);
  }

  /**
   * Each of the two that is there must be right. Where a page is expected, one must be there: plain
   * HTTP and older browsers send no {@code Sec-Fetch-Site}.
   */
  private boolean isFromOurPage(
      ServiceRequestContext ctx, RequestHeaders headers, boolean isExpected) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    List<String> sites = headers.getAll(FETCH_SITE);
    if (origins.isEmpty() && sites.isEmpty()) {
      return !isExpected;
    }
    return origins.stream().allMatch(said -> origin.is(ctx, said))
        && sites.stream().allMatch("same-origin"::equals);
  }

  private static boolean isBearerAlone(RequestHeaders headers) {
    return Bearer.of(headers).isPresent()
        && !headers.get(HttpHeaderNames.COOKIE, "").contains(SessionCookie.PREFIX);
  }

  private static boolean isEqual(String expected, @Nullable String said) {
    return said != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), said.getBytes(StandardCharsets.UTF_8));
  }
}
