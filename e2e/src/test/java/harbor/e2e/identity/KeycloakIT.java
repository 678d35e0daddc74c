package harbor.e2e.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpStatus;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The judge is strict, and its proxy tells the truth but where it was told not to. */
class KeycloakIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Keycloak keycloak = Keycloak.get();
  private final ProviderProxy proxy = keycloak.proxy();

  @AfterEach
  void heal() {
    proxy.reset();
  }

  @Test
  void accessToken_isForTheAudience_withRoles() throws Exception {
    JWTClaimsSet grace = claims(keycloak.accessToken("grace"));
    JWTClaimsSet ada = claims(keycloak.accessToken("ada"));

    assertThat(grace.getIssuer()).isEqualTo(keycloak.issuer());
    assertThat(grace.getAudience()).contains(Keycloak.AUDIENCE);
    assertThat(grace.getStringListClaim("roles")).contains("admin");
    assertThat(ada.getStringListClaim("roles")).doesNotContain("admin");
  }

  /** What makes it the judge. */
  @Test
  void refreshTokenUsedTwice_endsTheSession() {
    String first = refreshToken("ben");
    String second = refreshed(first);

    int reused = refresh(first).statusCode();
    int next = refresh(second).statusCode();

    assertThat(reused).isEqualTo(400);
    assertThat(next).isEqualTo(400);
    assertThat(proxy.tokenRequests("refresh_token")).isEqualTo(3);
  }

  @Test
  void refreshTokensInTurn_areGood() {
    String third = refreshed(refreshed(refreshToken("ben")));

    assertThat(refresh(third).statusCode()).isEqualTo(200);
  }

  @Test
  void faultInstead_isNotHeardByTheProvider() {
    String token = refreshToken("ada");
    proxy.on("/token", Fault.instead(HttpStatus.SERVICE_UNAVAILABLE, "{}"));

    int refused = refresh(token).statusCode();
    proxy.reset();

    assertThat(refused).isEqualTo(503);
    assertThat(refresh(token).statusCode()).isEqualTo(200);
  }

  @Test
  void lostAnswer_hasSpentTheToken() {
    String token = refreshToken("ada");
    proxy.on("/token", Fault.lost());

    assertThatThrownBy(() -> refresh(token)).hasRootCauseInstanceOf(IOException.class);
    proxy.reset();

    assertThat(refresh(token).statusCode()).isEqualTo(400);
  }

  @Test
  void heldAnswer_comesWhenItIsReleased() {
    CompletableFuture<Void> released = new CompletableFuture<>();
    proxy.on("/certs", Fault.held(released));

    CompletableFuture<HttpResponse<String>> answer =
        CLIENT.sendAsync(
            HttpRequest.newBuilder(URI.create(keycloak.issuer() + "/protocol/openid-connect/certs"))
                .build(),
            BodyHandlers.ofString());

    assertThat(answer).isNotDone();
    released.complete(null);
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void rewrittenAnswer_saysSomethingElse() {
    proxy.on("/token", Fault.rewritten(body -> body.replace("Bearer", "Rewritten")));

    assertThat(post(Map.of("grant_type", "password")).body()).doesNotContain("Bearer");
    assertThat(refreshAnswer(refreshToken("ada"))).contains("\"Rewritten\"");
  }

  @Test
  void vanishedProxy_refusesConnections_untilItAppears() {
    String token = refreshToken("ada");
    proxy.vanish();

    assertThatThrownBy(() -> refresh(token)).hasRootCauseInstanceOf(IOException.class);
    proxy.appear();

    assertThat(refresh(token).statusCode()).isEqualTo(200);
  }

  @Test
  void signOutByAdministrator_endsEverySession() {
    String token = refreshToken("ada");

    keycloak.signOut("ada");

    assertThat(keycloak.sessions("ada")).isZero();
    assertThat(refresh(token).statusCode()).isEqualTo(400);
  }

  @Test
  void rotatedKeys_signFromThenOn_besideTheFormer() throws Exception {
    String before = SignedJWT.parse(keycloak.accessToken("ben")).getHeader().getKeyID();

    keycloak.rotateKeys();

    String after = SignedJWT.parse(keycloak.accessToken("ben")).getHeader().getKeyID();
    assertThat(after).isNotEqualTo(before);
    assertThat(keycloak.keys().findValuesAsText("kid")).contains(before, after);
  }

  private String refreshToken(String person) {
    return keycloak.tokens(person).path("refresh_token").asText();
  }

  private HttpResponse<String> refresh(String token) {
    return post(
        Map.of(
            "grant_type",
            "refresh_token",
            "client_id",
            "tests",
            "client_secret",
            Keycloak.secretOf("tests"),
            "refresh_token",
            token));
  }

  private String refreshAnswer(String token) {
    return refresh(token).body();
  }

  private String refreshed(String token) {
    String answer = refreshAnswer(token);
    return answer.replaceFirst("(?s).*\"refresh_token\":\"([^\"]+)\".*", "$1");
  }

  /** Through the proxy. */
  private HttpResponse<String> post(Map<String, String> form) {
    return CLIENT
        .sendAsync(
            HttpRequest.newBuilder(URI.create(keycloak.issuer() + "/protocol/openid-connect/token"))
                .header("Content-Type", Form.TYPE)
                .POST(BodyPublishers.ofString(Form.of(form)))
                .build(),
            BodyHandlers.ofString())
        .join();
  }

  private static JWTClaimsSet claims(String token) throws Exception {
    return SignedJWT.parse(token).getJWTClaimsSet();
  }
}
