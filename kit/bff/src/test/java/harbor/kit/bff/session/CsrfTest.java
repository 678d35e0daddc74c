package harbor.kit.bff.session;

import static harbor.kit.bff.answer.EdgeEvent.CSRF;
import static harbor.kit.bff.answer.EdgeEvent.SESSION_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.client.Caller;
import harbor.kit.runtime.Environment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes count as ours. */
class CsrfTest {
  private static final String OWN = "http://localhost:8080";
  private static final String COOKIE = "__Host-Http-harbor-web-8080=x";

  /** Who sends a change: a guest, the person of a session, one with a bearer. */
  enum Who {
    GUEST,
    SESSION,
    BEARER,
    BEARER_AND_COOKIE
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          BROWSER | GUEST   | 1     | http://localhost:8080    | -           | done
          BROWSER | GUEST   | 1     | http://localhost:8080    | same-origin | done
          BROWSER | GUEST   | 1     | -                        | same-origin | done
          BROWSER | GUEST   | -     | http://localhost:8080    | same-origin | CSRF
          BROWSER | GUEST   | 1     | -                        | -           | CSRF
          BROWSER | GUEST   | 1     | null                     | -           | CSRF
          BROWSER | GUEST   | 1     | null                     | same-origin | CSRF
          BROWSER | GUEST   | 1     | http://evil.example      | same-origin | CSRF
          BROWSER | GUEST   | 1     | http://localhost:3000    | same-site   | CSRF
          BROWSER | GUEST   | 1     | http://localhost:8080    | same-site   | CSRF
          BROWSER | GUEST   | 1     | http://localhost:8080    | cross-site  | CSRF
          BROWSER | GUEST   | 1     | http://localhost:8080    | none        | CSRF
          BROWSER | GUEST   | 1     | -                        | none        | CSRF
          BROWSER | GUEST   | 1     | https://localhost:8080   | -           | CSRF
          BROWSER | GUEST   | 1     | http://localhost:8080.evil.example | - | CSRF
          BROWSER | GUEST   | tag   | http://localhost:8080    | -           | SESSION_CHANGED
          BROWSER | SESSION | tag   | http://localhost:8080    | -           | done
          BROWSER | SESSION | 1     | http://localhost:8080    | -           | SESSION_CHANGED
          BROWSER | SESSION | other | http://localhost:8080    | -           | SESSION_CHANGED
          BROWSER | SESSION | -     | http://localhost:8080    | same-origin | CSRF
          BROWSER | SESSION | tag   | http://evil.example      | -           | CSRF
          BROWSER | BEARER  | -     | -                        | -           | CSRF
          APP     | BEARER  | -     | -                        | -           | done
          APP     | BEARER_AND_COOKIE | - | -                  | -           | CSRF
          APP     | SESSION | tag   | -                        | -           | done
          APP     | SESSION | -     | -                        | -           | CSRF
          APP     | SESSION | 1     | -                        | -           | SESSION_CHANGED
          APP     | SESSION | tag   | http://evil.example      | -           | CSRF
          APP     | SESSION | tag   | -                        | cross-site  | CSRF
          APP     | GUEST   | 1     | -                        | -           | done
          APP     | GUEST   | -     | -                        | -           | CSRF
          APP     | GUEST   | other | -                        | -           | SESSION_CHANGED
          """)
  void change_isDone_orRefused(
      Frontend.Kind kind,
      Who who,
      @Nullable String tag,
      @Nullable String origin,
      @Nullable String site,
      String outcome) {
    Csrf csrf =
        new Csrf(new Frontends(List.of(new Frontend("web", kind, "/"))), PublicOrigin.OF_REQUEST);

    Optional<EdgeEvent> refusal = refusal(csrf, request(who, tag, origin, site), who);

    assertThat(refusal.map(EdgeEvent::name).orElse("done")).isEqualTo(outcome);
  }

  @Test
  void configuredOrigin_countsInsteadOfTheRequests() {
    PublicOrigin shop =
        PublicOrigin.from(
            Environment.of(Map.of("HARBOR_WEB_BFF_PUBLIC_URL", "https://shop.example/")),
            "web-bff");
    Csrf csrf = new Csrf(new Frontends(List.of(Frontend.browser("web"))), shop);

    assertThat(csrf.beforeIdentity(request(Who.GUEST, "1", "https://shop.example", "same-origin")))
        .isEmpty();
    assertThat(csrf.beforeIdentity(request(Who.GUEST, "1", OWN, "same-origin"))).contains(CSRF);
  }

  @Test
  void bearerThatNobodyTakes_needsTheHeader() {
    Csrf csrf = new Csrf(new Frontends(List.of(Frontend.app("app"))), PublicOrigin.OF_REQUEST);
    ServiceRequestContext ctx = request(Who.BEARER, null, null, null);

    assertThat(csrf.beforeIdentity(ctx)).isEmpty();
    assertThat(csrf.afterIdentity(ctx, Identified.NOBODY)).contains(CSRF);
  }

  @Test
  void anotherSessionsTag_isToldFromNone() {
    Csrf csrf = new Csrf(new Frontends(List.of(Frontend.app("app"))), PublicOrigin.OF_REQUEST);

    assertThat(
            csrf.afterIdentity(request(Who.SESSION, "other", null, null), identified(Who.SESSION)))
        .contains(SESSION_CHANGED);
    assertThat(csrf.afterIdentity(request(Who.SESSION, null, null, null), identified(Who.SESSION)))
        .contains(CSRF);
  }

  private static Optional<EdgeEvent> refusal(Csrf csrf, ServiceRequestContext ctx, Who who) {
    return csrf.beforeIdentity(ctx).or(() -> csrf.afterIdentity(ctx, identified(who)));
  }

  private static Identified identified(Who who) {
    return switch (who) {
      case GUEST -> new Identified.Visitor(Caller.guest("0123456789abcdefghijkl"));
      case BEARER -> new Identified.ByBearer(Caller.user("a-1001"), Instant.MAX);
      case SESSION, BEARER_AND_COOKIE -> {
        try (TestSessions test = new TestSessions()) {
          Session session =
              TestSessions.answer(
                  test.instance()
                      .start(TestSessions.request("/auth/callback", ""), test.person("a-1001")));
          yield new Identified.BySession(
              new Session(
                  session.handle(),
                  session.frontend(),
                  session.userId(),
                  session.roles(),
                  session.issuer(),
                  session.subject(),
                  session.sid(),
                  session.displayName(),
                  "tag",
                  session.tokens(),
                  session.createdAt(),
                  session.activeAt(),
                  session.endsAt(),
                  session.refresh()));
        }
      }
    };
  }

  private static ServiceRequestContext request(
      Who who, @Nullable String tag, @Nullable String origin, @Nullable String site) {
    RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.POST, "/web/carts");
    headers.authority("localhost:8080");
    switch (who) {
      case GUEST -> headers.add("cookie", "harbor_guest=0123456789abcdefghijkl");
      case SESSION -> headers.add("cookie", COOKIE);
      case BEARER -> headers.add("authorization", "Bearer a.b.c");
      case BEARER_AND_COOKIE -> headers.add("authorization", "Bearer a.b.c").add("cookie", COOKIE);
    }
    if (tag != null) {
      headers.add("x-harbor-csrf", tag);
    }
    if (origin != null) {
      headers.add("origin", origin);
    }
    if (site != null) {
      headers.add("sec-fetch-site", site);
    }
    return ServiceRequestContext.builder(HttpRequest.of(headers.build()))
        .localAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080))
        .build();
  }
}
