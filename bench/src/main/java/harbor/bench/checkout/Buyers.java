package harbor.bench.checkout;

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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Guests of the mobile BFF, each with a cart of ten lines. */
public final class Buyers implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LINES = 10;
  private static final int TRIES = 10;
  private static final String AUTHORIZATION = "Authorization";

  private final HttpClient client = HttpClient.newHttpClient();
  private final int port;

  /** At the mobile BFF on this port. */
  public Buyers(int port) {
    this.port = port;
  }

  /**
   * A guest's cart.
   *
   * @param guest the guest's id
   * @param productIds of its lines
   */
  public record FilledCart(String guest, String id, List<String> productIds) {
    /** Copies the list. */
    public FilledCart {
      productIds = List.copyOf(productIds);
    }

    /** Of its summary. */
    public String path() {
      return "/mobile/v2/checkout-summary?country=DE&postalCode=28197&shippingMethod=standard"
          + "&cartId="
          + id;
    }
  }

  /** A new guest's, with the products from the given one on. */
  public FilledCart fill(List<String> productIds, int from) {
    HttpResponse<byte[]> made = send(post("/mobile/v1/carts", ""));
    String guest = made.headers().firstValue("X-Guest-Id").orElseThrow();
    String id = tree(made).get("id").asText();
    List<String> lines = lines(productIds, from);
    add(id, lines, "X-Guest-Id", guest);
    return new FilledCart(guest, id, lines);
  }

  /** That of somebody who has signed in, by a bearer token; its id. */
  public String fill(List<String> productIds, int from, String bearer) {
    String id =
        tree(send(post("/mobile/v1/carts", "").header(AUTHORIZATION, bearer))).get("id").asText();
    add(id, lines(productIds, from), AUTHORIZATION, bearer);
    return id;
  }

  private static List<String> lines(List<String> productIds, int from) {
    return IntStream.range(from, from + LINES)
        .mapToObj(at -> productIds.get(at % productIds.size()))
        .toList();
  }

  private void add(String cart, List<String> lines, String header, String who) {
    for (String product : lines) {
      HttpResponse<byte[]> added =
          send(
              post(
                      "/mobile/v1/carts/" + cart + "/lines",
                      "{\"productId\":\"%s\",\"quantity\":1}".formatted(product))
                  .header(header, who));
      if (added.statusCode() != 201) {
        throw new IllegalStateException(product + ": " + added.statusCode());
      }
    }
  }

  /** The bytes of its summary, asked again while it is late, as apps do. */
  byte[] summary(FilledCart cart, String accept) {
    return summary(cart, accept, answer -> answer.statusCode() == 200);
  }

  /** The same, asked again while something is left out. */
  byte[] wholeSummary(FilledCart cart, String accept) {
    return summary(
        cart,
        accept,
        answer ->
            answer.statusCode() == 200 && answer.headers().firstValue("X-Degraded").isEmpty());
  }

  private byte[] summary(FilledCart cart, String accept, Predicate<HttpResponse<byte[]>> isGood) {
    String last = "";
    for (int tries = 0; tries < TRIES; tries++) {
      HttpResponse<byte[]> answer =
          send(request(cart.path()).header("Accept", accept).header("X-Guest-Id", cart.guest()));
      if (isGood.test(answer)) {
        return answer.body();
      }
      last = answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }
    throw new IllegalStateException("no summary: " + last);
  }

  private HttpRequest.Builder post(String path, String body) {
    return request(path)
        .header("Accept", "application/json")
        .header("X-Harbor-CSRF", "1")
        .header("Content-Type", "application/json")
        .POST(body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(HttpResponse<byte[]> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
