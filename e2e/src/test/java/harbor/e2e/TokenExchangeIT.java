package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.e2e.identity.Chromium;
import harbor.e2e.identity.Keycloak;
import harbor.e2e.identity.Visit;
import harbor.kit.client.Caller;
import harbor.kit.testing.TestPorts;
import harbor.observability.OtlpReceiver;
import harbor.users.v1.UsersServiceGrpc;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A whole store whose BFFs speak for people by Keycloak's word alone: it gives the tokens with
 * which they call core services, by token exchange.
 */
class TokenExchangeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Keycloak keycloak;
  private static OtlpReceiver traces;
  private static Store store;
  private static Visitor visitor;

  @BeforeAll
  static void start() {
    keycloak = Keycloak.get();
    traces = OtlpReceiver.start();
    int web = TestPorts.next();
    String site = "http://localhost:" + web;
    keycloak.register("web-bff", site + "/auth/callback", site + "/auth/backchannel-logout");
    Map<String, String> settings = new HashMap<>(traces.environment());
    settings.putAll(keycloak.environment("web-bff"));
    settings.put("HARBOR_TOKEN_EXCHANGE", "on");
    settings.put("HARBOR_WEB_BFF_PORT", Integer.toString(web));
    settings.put("HARBOR_LOG_LEVEL", "DEBUG");
    store = Store.start(Store.freshData(), settings);
    visitor = new Visitor(store);
  }

  @AfterAll
  static void stop() {
    if (store != null) {
      store.close();
      traces.close();
    }
  }

  @AfterEach
  void heal() {
    keycloak.isDown(false);
  }

  @Test
  void customer_ordersByPhone_andTheOrderIsCarriedOn() throws Exception {
    String ada = "Bearer " + keycloak.accessToken("ada");
    JsonNode account = tree(accepted(phone("GET", "/mobile/v1/account", "", "Authorization", ada)));
    String cart =
        tree(accepted(phone("POST", "/mobile/v1/carts", "", "Authorization", ada)))
            .get("id")
            .asText();
    accepted(
        phone(
            "POST",
            "/mobile/v1/carts/" + cart + "/lines",
            "{\"productId\":\"HB1024\",\"quantity\":1}",
            "Authorization",
            ada));
    JsonNode summary = summary(cart, ada);

    HttpResponse<String> placed =
        phone(
            "POST",
            "/mobile/v1/orders",
            """
            {"offerId":"%s","cardToken":"tok_approve","mail":"buyer@example.com",
            "address":{"name":"Kim","lines":["Weg 3"],"city":"Ort","country":"DE",
            "postalCode":"28197"}}
            """
                .formatted(summary.get("offerId").asText()),
            "Authorization",
            ada,
            "Idempotency-Key",
            UUID.randomUUID().toString());

    assertThat(account.get("userId").asText()).isNotEmpty();
    String order = tree(accepted(placed)).get("id").asText();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode now =
                  tree(phone("GET", "/mobile/v1/orders/" + order, "", "Authorization", ada));
              assertThat(now.get("status").asText()).isEqualTo("confirmed");
              assertThat(now.get("pending").asBoolean()).isFalse();
            });
    assertNothingIsWrittenDown();
  }

  @Test
  void administrator_isOneByTheBrowser_andACustomerIsNot() {
    try (Chromium chromium = Chromium.start()) {
      assertThat(adminPage(chromium, "grace").status()).isEqualTo(200);
      assertThat(adminPage(chromium, "ada").status()).isEqualTo(403);
    }
  }

  private static Visit.Fetched adminPage(Chromium chromium, String person) {
    try (Visit visit = chromium.visit("http://localhost:" + store.port("web-bff"))) {
      visit.signIn(person, "/");
      assertThat(asked(visit, "/web/account").status()).isEqualTo(200);
      return asked(visit, "/web/admin/users");
    }
  }

  private static Visit.Fetched asked(Visit visit, String path) {
    return await()
        .atMost(PATIENCE)
        .pollInSameThread()
        .until(() -> visit.fetch(path, "GET", Map.of()), answer -> answer.status() < 500);
  }

  /** The counter-test: the same call of a core service is let in. */
  @Test
  void bffThatNamesThePersonItself_isRefused_andCoreServicesAreNot() throws Exception {
    String ada = "Bearer " + keycloak.accessToken("ada");
    String userId =
        tree(phone("GET", "/mobile/v1/account", "", "Authorization", ada)).get("userId").asText();
    try (CoreCalls calls = new CoreCalls(store)) {
      for (Caller person : Set.of(Caller.user(userId), Caller.user(userId, Set.of("admin")))) {
        CoreCalls.Ending own =
            calls.call("users", UsersServiceGrpc.getGetUserMethod(), "web-bff", person, "{}");
        CoreCalls.Ending ofACore =
            calls.call("users", UsersServiceGrpc.getGetUserMethod(), "orders", person, "{}");

        assertThat(own.status()).isEqualTo("UNAUTHENTICATED INVALID_SERVICE_TOKEN");
        assertThat(ofACore.status()).isEqualTo("OK");
      }
      CoreCalls.Ending guest =
          calls.call(
              "carts",
              CartsServiceGrpc.getCreateCartMethod(),
              "web-bff",
              Caller.guest("g-1"),
              "{}");
      assertThat(guest.status()).isEqualTo("OK");
    }
  }

  @Test
  void providerThatIsDown_isAServiceThatIs_andNobodyIsSignedOut() throws Exception {
    String ben = "Bearer " + keycloak.accessToken("ben");
    keycloak.isDown(true);

    HttpResponse<String> late =
        visitor.phone("GET", "/mobile/v1/account", "", "Authorization", ben);
    assertThat(late.statusCode()).as(late.body()).isEqualTo(503);
    assertThat(tree(late).get("code").asText()).isEqualTo("USER_PROFILE_UNAVAILABLE");
    accepted(visitor.phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1"));

    keycloak.isDown(false);
    accepted(phone("GET", "/mobile/v1/account", "", "Authorization", ben));
    long asked = keycloak.exchanges();
    accepted(phone("GET", "/mobile/v1/account", "", "Authorization", ben));
    assertThat(keycloak.exchanges()).as("its token is used again").isEqualTo(asked);
  }

  private static void assertNothingIsWrittenDown() {
    String written =
        store.log()
            + traces.spans().stream()
                .map(received -> received.service() + received.span())
                .collect(joining("\n"));
    assertThat(written).contains("PlaceOrder").doesNotContainPattern(Visitor.SIGNED);
  }

  private static JsonNode summary(String cart, String bearer) {
    String path = "/mobile/v2/checkout-summary?postalCode=28197&country=DE&cartId=" + cart;
    return tree(
        await()
            .atMost(PATIENCE)
            .until(
                () -> phone("GET", path, "", "Authorization", bearer),
                answer -> answer.statusCode() == 200));
  }

  /** Asked again while a token for some service is still to come, as apps do. */
  private static HttpResponse<String> phone(
      String method, String path, String body, String... headers) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> visitor.phone(method, path, body, headers), answer -> answer.statusCode() < 500);
  }
}
