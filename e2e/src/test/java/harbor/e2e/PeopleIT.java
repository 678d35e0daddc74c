package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** People at the store that {@code ./harbor up} runs: guest, customer, erased. */
class PeopleIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Store STORE = RunningStore.get();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** Cookies by name, of one browser at the web BFF. */
  private final Map<String, String> jar = new HashMap<>();

  /** What the browser's page sends with changes. */
  private String tag = "1";

  @Test
  void guestsCart_becomesTheCustomers_onBothClients_andErasureEndsAll() throws Exception {
    HttpResponse<String> made = phone("POST", "/carts", "", "X-Harbor-CSRF", "1");
    String guest = made.headers().firstValue("x-guest-id").orElseThrow();
    String cart = tree(made).get("id").asText();
    HttpResponse<String> filled =
        phone(
            "POST",
            "/carts/" + cart + "/lines",
            "{\"productId\":\"HB1001\",\"quantity\":2}",
            "X-Harbor-CSRF",
            "1",
            "X-Guest-Id",
            guest);
    assertThat(filled.statusCode()).isEqualTo(201);
    String bearer = "Bearer " + said("token", "ben").strip();

    // Names both, which starts the merge; nobody waits for it.
    phone("GET", "/cart", "", "Authorization", bearer, "X-Guest-Id", guest);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              HttpResponse<String> own = phone("GET", "/cart", "", "Authorization", bearer);
              assertThat(own.statusCode()).isEqualTo(200);
              assertThat(tree(own).at("/lines/0/quantity").asInt()).isEqualTo(2);
            });
    assertThat(phone("GET", "/carts/" + cart, "", "X-Guest-Id", guest).statusCode()).isEqualTo(404);

    signIn("ben");
    HttpResponse<String> me = browser("GET", "/auth/me", "");
    String user = tree(me).get("userId").asText();
    assertThat(tree(me).get("displayName").asText()).isEqualTo("Ben Okafor");
    assertThat(tree(browser("GET", "/web/cart", "")).at("/lines/0/quantity").asInt()).isEqualTo(2);
    assertThat(tree(browser("GET", "/web/account/sessions", "")).at("/sessions")).hasSize(1);

    assertThat(said("person", "export", user)).contains("\"HB1001\"", "ben@example.com");
    assertThat(said("person", "erase", user)).contains("Nothing is found any more.");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> assertThat(browser("GET", "/auth/me", "").statusCode()).isEqualTo(401));
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(phone("GET", "/cart", "", "Authorization", bearer).statusCode())
                    .isEqualTo(401));
  }

  @Test
  void account_isWritten_exported_andErased() throws Exception {
    signIn("grace");
    JsonNode me = tree(browser("GET", "/auth/me", ""));
    tag = me.get("csrf").asText();
    String user = me.get("userId").asText();
    HttpResponse<String> profile = browser("GET", "/web/account", "");
    assertThat(tree(profile).get("email").asText()).isEqualTo("grace@example.com");
    assertThat(profile.body()).doesNotContain("fraud", "segment");

    HttpResponse<String> address =
        browser("PUT", "/web/account/addresses/home", address("Quillonstreet 7"));
    assertThat(address.statusCode()).isEqualTo(201);
    assertThat(browser("PUT", "/web/account/addresses/home", address("Mews 1")).statusCode())
        .isEqualTo(428);
    HttpResponse<String> stale =
        browser("PUT", "/web/account/addresses/home", address("Mews 1"), "If-Match", "\"99\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    assertThat(tree(stale).at("/current/address/lines/0").asText()).isEqualTo("Quillonstreet 7");
    HttpResponse<String> renamed =
        browser(
            "PATCH",
            "/web/account",
            "{\"displayName\":\"Grace Zephyrine\",\"locale\":null}",
            "If-Match",
            "\"" + tree(profile).get("version").asText() + "\"");
    assertThat(tree(renamed).get("displayName").asText()).isEqualTo("Grace Zephyrine");
    assertThat(tree(renamed).at("/preferences/locale").isMissingNode()).isTrue();
    for (String list : new String[] {"favourites", "recently-seen"}) {
      assertThat(browser("PUT", "/web/account/" + list + "/HB1002", "").statusCode())
          .isEqualTo(204);
      assertThat(tree(browser("GET", "/web/account/" + list, "")).at("/products/0/state").asText())
          .isEqualTo("ok");
    }

    HttpResponse<String> export = browser("GET", "/web/account/export", "");
    assertThat(export.statusCode()).isEqualTo(200);
    assertThat(export.body())
        .contains("Quillonstreet 7", "Grace Zephyrine", "HB1002", "grace@example.com")
        .contains("users.addresses", "users.product_marks", "\"frontend\":\"web\"");
    String bearer = "Bearer " + said("token", "grace").strip();
    assertThat(tree(phone("GET", "/account", "", "Authorization", bearer)).get("userId").asText())
        .isEqualTo(user);

    assertThat(browser("DELETE", "/web/account", "").statusCode()).isEqualTo(204);

    assertThat(browser("GET", "/auth/me", "").statusCode()).isEqualTo(401);
    assertThat(browser("GET", "/web/account", "").statusCode()).isEqualTo(401);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(phone("GET", "/account", "", "Authorization", bearer).statusCode())
                    .isEqualTo(401));
    assertThat(said("person", "export", user).strip()).isEqualTo("[]");
    assertThat(said("person", "erase", user))
        .doesNotContain("erased:")
        .contains("Nothing is found any more.");
  }

  private static String address(String street) {
    return """
    {"name":"Ben Okafor","lines":["%s"],"city":"Wien","postalCode":"1010","country":"AT"}
    """
        .formatted(street);
  }

  /** The code flow as a browser walks it, at the development provider. */
  private void signIn(String person) throws Exception {
    String provider = location(browser("GET", "/auth/login?return=/", ""));
    HttpResponse<String> chosen =
        send(
            HttpRequest.newBuilder(URI.create(provider))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("person=" + person)));
    URI callback = URI.create(location(chosen));
    HttpResponse<String> back =
        browser("GET", callback.getRawPath() + "?" + callback.getRawQuery(), "");
    assertThat(location(back)).isEqualTo("/");
  }

  private static HttpResponse<String> phone(
      String method, String path, String body, String... headers) throws Exception {
    return send(
        request(STORE.mobile("/mobile/v1" + path), method, body)
            .headers(
                Stream.concat(Stream.of("Accept", "application/json"), Stream.of(headers))
                    .toArray(String[]::new)));
  }

  private HttpResponse<String> browser(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        request("http://localhost:" + STORE.port("web-bff") + path, method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!method.equals("GET")) {
      request.header("X-Harbor-CSRF", tag).header("Sec-Fetch-Site", "same-origin");
    }
    if (!jar.isEmpty()) {
      request.header(
          "Cookie",
          jar.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer = send(request);
    for (String cookie : answer.headers().allValues("set-cookie")) {
      String[] named = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
      if (named[1].isEmpty()) {
        jar.remove(named[0]);
      } else {
        jar.put(named[0], named[1]);
      }
    }
    return answer;
  }

  private static HttpRequest.Builder request(String url, String method, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    return body.isEmpty()
        ? request.method(method, HttpRequest.BodyPublishers.noBody())
        : request
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("status " + answer.statusCode());
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command of the running store's prints. */
  private static String said(String... arguments) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(Store.command(arguments));
    builder.environment().putAll(STORE.environment());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return out;
  }
}
