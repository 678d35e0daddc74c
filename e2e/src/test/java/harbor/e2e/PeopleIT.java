package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** People at the store that {@code ./harbor up} runs: guest, customer, erased. */
class PeopleIT {
  private final Visitor visitor = new Visitor(RunningStore.get());

  @Test
  void guestsCart_becomesTheCustomers_onBothClients_andErasureEndsAll() throws Exception {
    HttpResponse<String> made = visitor.phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1");
    String guest = made.headers().firstValue("x-guest-id").orElseThrow();
    String cart = tree(made).get("id").asText();
    HttpResponse<String> filled =
        visitor.phone(
            "POST",
            "/mobile/v1/carts/" + cart + "/lines",
            "{\"productId\":\"HB1001\",\"quantity\":2}",
            "X-Harbor-CSRF",
            "1",
            "X-Guest-Id",
            guest);
    assertThat(filled.statusCode()).isEqualTo(201);
    String bearer = "Bearer " + visitor.said("token", "ben").strip();

    // Names both, which starts the merge; nobody waits for it.
    visitor.phone("GET", "/mobile/v1/cart", "", "Authorization", bearer, "X-Guest-Id", guest);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              HttpResponse<String> own =
                  visitor.phone("GET", "/mobile/v1/cart", "", "Authorization", bearer);
              assertThat(own.statusCode()).isEqualTo(200);
              assertThat(tree(own).at("/lines/0/quantity").asInt()).isEqualTo(2);
            });
    assertThat(
            visitor.phone("GET", "/mobile/v1/carts/" + cart, "", "X-Guest-Id", guest).statusCode())
        .isEqualTo(404);

    visitor.signIn("ben");
    HttpResponse<String> me = visitor.browser("GET", "/auth/me", "");
    String user = tree(me).get("userId").asText();
    assertThat(tree(me).get("displayName").asText()).isEqualTo("Ben Okafor");
    assertThat(tree(visitor.browser("GET", "/web/cart", "")).at("/lines/0/quantity").asInt())
        .isEqualTo(2);
    assertThat(tree(visitor.browser("GET", "/web/account/sessions", "")).at("/sessions"))
        .hasSize(1);

    assertThat(visitor.said("person", "export", user)).contains("\"HB1001\"", "ben@example.com");
    assertThat(visitor.said("person", "erase", user)).contains("Nothing is found any more.");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(visitor.browser("GET", "/auth/me", "").statusCode()).isEqualTo(401));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        visitor
                            .phone("GET", "/mobile/v1/cart", "", "Authorization", bearer)
                            .statusCode())
                    .isEqualTo(401));
  }

  /** A guest's cart by phone, another one in the browser, and no service that could merge them. */
  @Test
  void carts_areMergedOnce_whenTheirServiceAnswersAgain_andNobodyWaitsForIt() throws Exception {
    String faults = RunningStore.get().management("/faults");
    // who was erased by then has an account again
    new Visitor(RunningStore.get()).signIn("ben");
    String bearer = "Bearer " + visitor.said("token", "ben").strip();
    Map<String, Integer> before = pieces(bearer);
    HttpResponse<String> made = visitor.phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1");
    String guest = made.headers().firstValue("x-guest-id").orElseThrow();
    String cart = tree(made).get("id").asText();
    for (String line :
        List.of(
            "{\"productId\":\"HB1041\",\"quantity\":1}",
            "{\"productId\":\"HB1042\",\"quantity\":3}")) {
      accepted(
          visitor.phone(
              "POST",
              "/mobile/v1/carts/" + cart + "/lines",
              line,
              "X-Harbor-CSRF",
              "1",
              "X-Guest-Id",
              guest));
    }
    Belongings.cartOf(visitor, "HB1043");

    assertThat(Http.put(faults, "carts hang").statusCode()).isEqualTo(200);
    try {
      visitor.signIn("ben");
      assertThat(visitor.browser("GET", "/auth/me", "").statusCode()).isEqualTo(200);
      askAsBoth(bearer, guest);
    } finally {
      assertThat(Http.put(faults, "carts off").statusCode()).isEqualTo(200);
    }

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              askAsBoth(bearer, guest);
              visitor.browser("GET", "/web/cart", "");
              Map<String, Integer> now = new TreeMap<>(pieces(bearer));
              now.replaceAll((product, pieces) -> pieces - before.getOrDefault(product, 0));
              assertThat(now).contains(entry("HB1041", 1), entry("HB1042", 3), entry("HB1043", 1));
            });
    Map<String, Integer> merged = pieces(bearer);
    askAsBoth(bearer, guest);
    assertThat(pieces(bearer)).isEqualTo(merged);
    assertThat(
            visitor.phone("GET", "/mobile/v1/carts/" + cart, "", "X-Guest-Id", guest).statusCode())
        .isEqualTo(404);
  }

  /** Three requests at once that say of a user which guest they were. */
  private void askAsBoth(String bearer, String guest) throws Exception {
    List<Callable<HttpResponse<String>>> requests =
        Collections.nCopies(
            3,
            () ->
                visitor.phone(
                    "GET", "/mobile/v1/account", "", "Authorization", bearer, "X-Guest-Id", guest));
    try (ExecutorService threads = Executors.newFixedThreadPool(requests.size())) {
      for (Future<HttpResponse<String>> answer : threads.invokeAll(requests)) {
        assertThat(answer.get().statusCode()).isEqualTo(200);
      }
    }
  }

  /** How many of each product are in the user's cart, where each has one line. */
  private Map<String, Integer> pieces(String bearer) throws Exception {
    HttpResponse<String> cart =
        visitor.phone("GET", "/mobile/v1/cart", "", "Authorization", bearer);
    Map<String, Integer> pieces = new TreeMap<>();
    if (cart.statusCode() != 404) {
      for (JsonNode line : tree(accepted(cart)).get("lines")) {
        assertThat(pieces.put(line.get("productId").asText(), line.get("quantity").asInt()))
            .isNull();
      }
    }
    return pieces;
  }

  @Test
  void account_isWritten_exported_andErased() throws Exception {
    visitor.signIn("grace");
    JsonNode me = tree(visitor.browser("GET", "/auth/me", ""));
    String user = me.get("userId").asText();
    HttpResponse<String> profile = visitor.browser("GET", "/web/account", "");
    assertThat(tree(profile).get("email").asText()).isEqualTo("grace@example.com");
    assertThat(profile.body()).doesNotContain("fraud", "segment");

    HttpResponse<String> address =
        visitor.browser("PUT", "/web/account/addresses/home", address("Quillonstreet 7"));
    assertThat(address.statusCode()).isEqualTo(201);
    assertThat(
            visitor.browser("PUT", "/web/account/addresses/home", address("Mews 1")).statusCode())
        .isEqualTo(428);
    HttpResponse<String> stale =
        visitor.browser(
            "PUT", "/web/account/addresses/home", address("Mews 1"), "If-Match", "\"99\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(tree(stale).at("/current/address/lines/0").asText()).isEqualTo("Quillonstreet 7");
    HttpResponse<String> renamed =
        visitor.browser(
            "PATCH",
            "/web/account",
            "{\"displayName\":\"Grace Zephyrine\",\"locale\":null}",
            "If-Match",
            "\"" + tree(profile).get("version").asText() + "\"");
    assertThat(tree(renamed).get("displayName").asText()).isEqualTo("Grace Zephyrine");
    assertThat(tree(renamed).at("/preferences/locale").isMissingNode()).isTrue();
    for (String list : new String[] {"favourites", "recently-seen"}) {
      assertThat(visitor.browser("PUT", "/web/account/" + list + "/HB1002", "").statusCode())
          .isEqualTo(204);
      assertThat(
              tree(visitor.browser("GET", "/web/account/" + list, ""))
                  .at("/products/0/state")
                  .asText())
          .isEqualTo("ok");
    }

    HttpResponse<String> export = visitor.browser("GET", "/web/account/export", "");
    assertThat(export.statusCode()).isEqualTo(200);
    assertThat(export.body())
        .contains("Quillonstreet 7", "Grace Zephyrine", "HB1002", "grace@example.com")
        .contains("users.addresses", "users.product_marks", "\"frontend\":\"web\"");
    String bearer = "Bearer " + visitor.said("token", "grace").strip();
    assertThat(
            tree(visitor.phone("GET", "/mobile/v1/account", "", "Authorization", bearer))
                .get("userId")
                .asText())
        .isEqualTo(user);

    assertThat(visitor.browser("DELETE", "/web/account", "").statusCode()).isEqualTo(204);

    assertThat(visitor.browser("GET", "/auth/me", "").statusCode()).isEqualTo(401);
    assertThat(visitor.browser("GET", "/web/account", "").statusCode()).isEqualTo(401);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(
                        visitor
                            .phone("GET", "/mobile/v1/account", "", "Authorization", bearer)
                            .statusCode())
                    .isEqualTo(401));
    assertThat(visitor.said("person", "export", user).strip()).isEqualTo("[]");
    assertThat(visitor.said("person", "erase", user))
        .doesNotContain("erased:")
        .contains("Nothing is found any more.");
  }

  private static String address(String street) {
    return """
    {"name":"Ben Okafor","lines":["%s"],"city":"Wien","postalCode":"1010","country":"AT"}
    """
        .formatted(street);
  }
}
