package harbor.e2e.money;

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
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody without an account who orders with a phone or in a browser. Whatever has no answer, or
 * one that decides nothing, is asked again under the same key. Not safe for use by several threads.
 */
final class Customer {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String root;
  private final Api api;

  /** As the BFF knows them; empty before the first change. */
  private String guest = "";

  /**
   * What differs between the BFFs.
   *
   * @param paths what those of carts and orders begin with
   * @param summary where a cart's price stands
   * @param given the header in which the BFF says who the guest is
   * @param sent the header in which the guest says it
   */
  private record Api(String paths, String summary, String given, String sent) {}

  private static final Api PHONE =
      new Api("/mobile/v1", "/mobile/v2/checkout-summary", "x-guest-id", "X-Guest-Id");
  private static final Api BROWSER = new Api("/web", "/web/checkout", "set-cookie", "Cookie");

  private Customer(int port, Api api) {
    this.root = "http://localhost:" + port;
    this.api = api;
  }

  static Customer withPhone(Map<String, String> settings) {
    return new Customer(MoneySettings.port(settings, "mobile-bff"), PHONE);
  }

  static Customer inBrowser(Map<String, String> settings) {
    return new Customer(MoneySettings.port(settings, "web-bff"), BROWSER);
  }

  /** The id of a new cart with pieces of a product, and a coupon unless it is empty. */
  String cart(String product, int quantity, String coupon) {
    String id = tree(change("POST", "/carts", "", "")).get("id").asText();
    String cart = "/carts/" + id;
    HttpResponse<String> filled =
        change(
            "POST",
            cart + "/lines",
            "{\"productId\":\"%s\",\"quantity\":%d}".formatted(product, quantity),
            "");
    assertThat(filled.statusCode()).as(filled.body()).isEqualTo(201);
    if (!coupon.isEmpty()) {
      HttpResponse<String> applied =
          change(
              "PUT",
              cart + "/coupon",
              "{\"code\":\"%s\"}".formatted(coupon),
              "\"%s\"".formatted(tree(filled).get("version").asText()));
      assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    }
    return id;
  }

  /** What a cart costs: the offer's id. */
  String offer(String cart) {
    HttpResponse<String> page =
        decided(
            request(
                    api.summary()
                        + "?country=DE&postalCode=10115&shippingMethod=standard&cartId="
                        + cart)
                .GET());
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return tree(page).get("offerId").asText();
  }

  /** What became of an offer that was ordered: {@code order} with its id, or a refusal's code. */
  String order(String offer, String card) {
    HttpResponse<String> answer =
        change(
            "POST",
            "/orders",
            """
            {"offerId":"%s","cardToken":"%s","mail":"buyer@example.com",
            "address":{"name":"Kim","lines":["Kanalweg 3"],"city":"Berlin","country":"DE",
            "postalCode":"10115"}}
            """
                .formatted(offer, card),
            "");
    JsonNode said = tree(answer);
    return answer.statusCode() == 201
        ? "order " + said.get("id").asText()
        : said.get("code").asText();
  }

  private HttpResponse<String> change(String method, String path, String body, String tag) {
    HttpRequest.Builder request =
        request(api.paths() + path)
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .header("X-Harbor-CSRF", "1")
            .header("Sec-Fetch-Site", "same-origin");
    if (!tag.isEmpty()) {
      request.header("If-Match", tag);
    }
    if (body.isEmpty()) {
      request.method(method, BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofString(body, UTF_8));
    }
    HttpResponse<String> answer = decided(request);
    answer.headers().firstValue(api.given()).ifPresent(value -> guest = value.split(";", 2)[0]);
    return answer;
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + path))
            .header("Accept", "application/json")
            .timeout(Duration.ofSeconds(8));
    return guest.isEmpty() ? request : request.header(api.sent(), guest);
  }

  /** Sends a request until something is decided. */
  private static HttpResponse<String> decided(HttpRequest.Builder request) {
    HttpRequest same = request.build();
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> sent(same).filter(Customer::decides), Optional::isPresent)
        .orElseThrow();
  }

  /** Empty when no answer came. */
  private static Optional<HttpResponse<String>> sent(HttpRequest request) {
    try {
      return Optional.of(CLIENT.send(request, BodyHandlers.ofString(UTF_8)));
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Neither a failure that may pass nor an order that is still under way. */
  private static boolean decides(HttpResponse<String> answer) {
    return answer.statusCode() != 202
        && !(answer.statusCode() >= 400 && tree(answer).path("retryable").asBoolean());
  }

  private static JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
