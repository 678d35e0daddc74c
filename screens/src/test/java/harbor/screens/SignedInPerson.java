package harbor.screens;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.session.Csrf;
import harbor.kit.bff.session.Session;
import harbor.kit.bff.session.SignedIn;
import harbor.kit.bff.session.Tokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody with a session at a running BFF, begun past the identity provider.
 *
 * @param userId who it is
 * @param cookie what their browser sends
 * @param tag what their page sends with changes, in {@value Csrf#HEADER}
 */
record SignedInPerson(String userId, String cookie, String tag) {
  private static final String ISSUER = "https://provider.test";

  /** Signs in, with these roles. */
  static SignedInPerson at(BffProcess.Running bff, String userId, Set<String> roles) {
    ServiceRequestContext ctx =
        ServiceRequestContext.builder(HttpRequest.of(HttpMethod.GET, "/"))
            .localAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), bff.port()))
            .build();
    Session session =
        bff.sessions()
            .start(
                ctx,
                new SignedIn(
                    userId,
                    roles,
                    ISSUER,
                    userId,
                    Optional.empty(),
                    "Ann Example",
                    new Tokens("AT", Optional.empty(), Optional.empty(), Optional.empty())))
            .toCompletableFuture()
            .join();
    Cookie cookie =
        Objects.requireNonNull(
            Cookie.fromSetCookieHeader(
                ctx.additionalResponseHeaders().get(HttpHeaderNames.SET_COOKIE, "")));
    return new SignedInPerson(userId, cookie.name() + "=" + cookie.value(), session.csrfTag());
  }
}
