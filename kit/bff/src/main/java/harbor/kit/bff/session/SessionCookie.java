package harbor.kit.bff.session;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.runtime.OpaqueId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookie that carries a session's id: 256 random bits, for this host alone, at no script's
 * reach, not sent with what other sites post. Named by frontend and port, because cookies of a host
 * do not tell its ports apart.
 */
final class SessionCookie {
  /** Browsers take a cookie of such a name only with Secure, HttpOnly, Path=/ and no Domain. */
  static final String PREFIX = "__Host-Http-harbor";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{43}");
  private static final int ID_BYTES = 32;

  private final PublicOrigin origin;

  SessionCookie(PublicOrigin origin) {
    this.origin = origin;
  }

  static String newId() {
    return OpaqueId.random(ID_BYTES);
  }

  String name(ServiceRequestContext ctx, Frontend frontend) {
    return name(frontend, origin.port(ctx));
  }

  static String name(Frontend frontend, int port) {
    return "%s-%s-%d".formatted(PREFIX, frontend.name(), port);
  }

  /** The id that a browser sends; empty without one that we could have given. */
  Optional<String> read(ServiceRequestContext ctx, Frontend frontend) {
    String said = ctx.request().headers().get(HttpHeaderNames.COOKIE);
    if (said == null || !said.contains(PREFIX)) {
      return Optional.empty();
    }
    String name = name(ctx, frontend);
    return ctx.request().headers().cookies().stream()
        .filter(cookie -> cookie.name().equals(name) && ID.matcher(cookie.value()).matches())
        .findFirst()
        .map(Cookie::value);
  }

  /** Gives it, for as long as the browser is open. */
  void give(ServiceRequestContext ctx, Frontend frontend, String id) {
    add(ctx, Cookie.secureBuilder(name(ctx, frontend), id));
  }

  /** Takes it back, with the attributes that it was given with: others would not match. */
  void take(ServiceRequestContext ctx, Frontend frontend) {
    add(ctx, Cookie.secureBuilder(name(ctx, frontend), "").maxAge(0));
  }

  private static void add(ServiceRequestContext ctx, CookieBuilder cookie) {
    ctx.addAdditionalResponseHeader(
        HttpHeaderNames.SET_COOKIE, cookie.path("/").sameSite("Lax").build().toSetCookieHeader());
  }
}
