package harbor.identitydev;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequestHandler;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * mock-oauth2-server behind a door: its endpoints under one issuer, with keys of their own at each
 * start (the ones that it ships are public), people instead of free text, and way back to loopback
 * alone. The keys are of a curve: primes of RSA's size are looked for for seconds, and the first
 * sign-in would wait. Thread-safe.
 */
final class Provider {
  private static final Set<String> ENDPOINTS =
      Set.of(
          "/.well-known/openid-configuration",
          "/jwks",
          "/authorize",
          "/token",
          "/userinfo",
          "/revoke",
          "/endsession");

  /** Where these say that a browser goes next. */
  private static final List<String> WAYS_BACK = List.of("redirect_uri", "post_logout_redirect_uri");

  private final URI issuer;
  private final Route library;

  Provider(URI issuer) {
    this.issuer = issuer;
    this.library =
        new OAuth2HttpRequestHandler(
                new OAuth2Config(
                    true,
                    null,
                    null,
                    true,
                    new OAuth2TokenProvider(new KeyProvider(List.of(), "ES256")),
                    Set.of(new PersonTokens(issuer.getPath().substring(1))),
                    // never started: requests come from a server of ours
                    new NoServer()))
            .getAuthorizationServer();
  }

  Answer answer(Question question) {
    String path = question.path();
    if (!path.startsWith(issuer.getPath())
        || !ENDPOINTS.contains(path.substring(issuer.getPath().length()))) {
      return Answer.refused(404, "There is nothing here; the issuer is " + issuer);
    }
    Map<String, String> query = FormFields.of(question.query());
    for (String name : WAYS_BACK) {
      if (query.containsKey(name) && !Loopback.isAddress(query.get(name))) {
        return Answer.refused(400, name + " leads away from this machine");
      }
    }
    return path.endsWith("/authorize") ? signIn(question, query) : fromLibrary(question);
  }

  /** Shows who there is, and takes who was chosen. */
  private Answer signIn(Question question, Map<String, String> query) {
    if (!question.method().equals("POST")) {
      return Answer.page(LoginPage.of(query));
    }
    Optional<Person> chosen =
        Optional.ofNullable(FormFields.of(question.body()).get(LoginPage.PERSON))
            .flatMap(Person::of);
    return chosen
        .map(person -> fromLibrary(question.withBody(login(person))))
        .orElseGet(() -> Answer.refused(400, "There is nobody of this name"));
  }

  private static String login(Person person) {
    return FormFields.text(
        Map.of(
            "username", person.subject(), "claims", JSONObjectUtils.toJSONString(person.claims())));
  }

  /** What the library is told of a request; no Origin, so that it lets no other site read. */
  private Answer fromLibrary(Question question) {
    Headers.Builder headers = new Headers.Builder();
    if (!question.contentType().isEmpty()) {
      headers.add("Content-Type", question.contentType());
    }
    if (!question.authorization().isEmpty()) {
      headers.add("Authorization", question.authorization());
    }
    String address =
        issuer.resolve(question.path())
            + (question.query().isEmpty() ? "" : "?" + question.query());
    OAuth2HttpResponse response =
        library.invoke(
            new OAuth2HttpRequest(
                headers.build(), question.method(), HttpUrl.get(address), question.body()));
    String body = response.getBody();
    return new Answer(
        response.getStatus(), response.getHeaders().toMultimap(), body == null ? "" : body);
  }
}
