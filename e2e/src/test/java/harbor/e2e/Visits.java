package harbor.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/** What people ask of a store on both BFFs: pages, lists, carts and orders, and what fails. */
final class Visits {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int KINDS = 12;
  private static final int PRODUCTS = 9;
  private static final int COLD_PRODUCTS = 100;
  private static final int ORDER_EVERY = 48;

  private final Store store;
  private final String token;
  private final Consumer<Answer> answers;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One answer, with its trace. */
  record Answer(int status, String traceId, boolean isDegraded, String body) {}

  /**
   * Of Ada, who has signed in on her phone.
   *
   * @param answers is given each one
   */
  Visits(Store store, Consumer<Answer> answers) {
    this.store = store;
    this.answers = answers;
    try {
      this.token =
          DevelopmentToken.of("ada", IdentityDev.issuerOf(Environment.of(store.environment())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The visit of a number; the same number asks the same. */
  void visit(int number) {
    String product = "HB100" + (1 + number % PRODUCTS);
    switch (number % KINDS) {
      case 0, 1 -> phone("/mobile/v1/products/" + product);
      case 2, 3 -> phone("/mobile/v2/products/" + product);
      case 4 -> get(store.web("/web/products/" + product));
      // One that nobody has asked for: no cache has anything of it.
      case 5 -> get(store.web("/web/products/HB1" + (201 + number / KINDS % COLD_PRODUCTS)));
      case 6 -> {
        phone("/mobile/v1/home");
        phone("/mobile/v2/home");
      }
      case 7 -> phone("/mobile/v1/products/nothing-" + number);
      case 8 -> phone("/mobile/v1/products?q=lamp&size=" + (1 + number % PRODUCTS));
      case 9 -> get(store.web("/web/cart"));
      case 10 -> phone("/mobile/v2/checkout-summary?country=Atlantis");
      default -> {
        if (number % ORDER_EVERY == KINDS - 1) {
          order("visit-" + number);
        } else {
          cart();
        }
      }
    }
  }

  /**
   * Fills a cart on the phone, asks what it costs and orders it.
   *
   * @return the answer to the order
   */
  Answer order(String key) {
    String cart = cart();
    String summary = "/mobile/v2/checkout-summary?country=DE&postalCode=10115&cartId=" + cart;
    String offer = "";
    for (int ask = 0; offer.isEmpty() && ask < 10; ask++) {
      offer = json(phone(summary)).path("offerId").asText();
    }
    return post(
        "/mobile/v1/orders",
        """
        {"offerId": "%s", "cardToken": "tok_approve", "address": {"name": "Ada",
         "lines": ["Hauptstr. 1"], "city": "Berlin", "country": "DE", "postalCode": "10115"}}
        """
            .formatted(offer),
        key);
  }

  private String cart() {
    String cart = json(post("/mobile/v1/carts", "{}", "")).path("id").asText();
    var _ =
        post(
            "/mobile/v1/carts/" + cart + "/lines",
            "{\"productId\": \"HB1001\", \"quantity\": 1}",
            "");
    return cart;
  }

  private Answer phone(String path) {
    return send(onPhone(path).GET());
  }

  private Answer post(String path, String body, String key) {
    HttpRequest.Builder request =
        onPhone(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return send(key.isEmpty() ? request : request.header("Idempotency-Key", key));
  }

  private void get(String url) {
    var _ = send(HttpRequest.newBuilder(URI.create(url)).GET());
  }

  private HttpRequest.Builder onPhone(String path) {
    return HttpRequest.newBuilder(URI.create(store.mobile(path)))
        .header("Accept", "application/json")
        .header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
      Answer answer =
          new Answer(
              response.statusCode(),
              response.headers().firstValue("x-trace-id").orElse(""),
              response.headers().firstValue("x-degraded").isPresent(),
              response.body());
      answers.accept(answer);
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
