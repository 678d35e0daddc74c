package harbor.e2e;

import static harbor.e2e.Visitor.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From a cart to an order and back, through both BFFs of the store that {@code up} runs. */
class OrdersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String CHAIR = "HB1021";
  private static final String STOOL = "HB1025";

  private final Visitor visitor = new Visitor(RunningStore.get());

  @Test
  void guest_ordersOnce_underOneKey_andGetsAllBack() throws Exception {
    int left = left(CHAIR);
    Guest guest = new Guest();
    String cart = guest.cartWith(CHAIR, 2);
    JsonNode filled =
        await()
            .atMost(PATIENCE)
            .until(
                () -> tree(guest.phone("GET", "/mobile/v1/carts/" + cart, "")),
                page -> page.has("subtotalMinor") && page.at("/lines/0").has("priceMinor"));
    assertThat(filled.get("subtotalMinor").asInt())
        .isEqualTo(2 * filled.at("/lines/0/priceMinor").asInt());
    JsonNode summary = guest.summary(cart, "DE");
    assertThat(summary.at("/order/possible").asBoolean()).isTrue();
    String body = order(summary, "tok_approve", "DE");
    String key = key();

    HttpResponse<String> keyless = guest.phone("POST", "/mobile/v1/orders", body);
    assertThat(keyless.statusCode()).isEqualTo(400);
    HttpResponse<String> placed =
        guest.phone("POST", "/mobile/v1/orders", body, "Idempotency-Key", key);

    assertThat(placed.statusCode()).as(placed.body()).isEqualTo(201);
    JsonNode order = tree(placed);
    String id = order.get("id").asText();
    assertThat(placed.headers().firstValue("location")).contains("/mobile/v1/orders/" + id);
    assertThat(order.get("status").asText()).isEqualTo("confirmed");
    assertThat(order.at("/totals/totalMinor").asLong())
        .isEqualTo(summary.at("/total/minor").asLong());

    HttpResponse<String> again =
        guest.phone("POST", "/mobile/v1/orders", body, "Idempotency-Key", key);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.headers().firstValue("idempotency-replayed")).contains("true");
    assertThat(tree(again)).isEqualTo(order);
    HttpResponse<String> other =
        guest.phone(
            "POST",
            "/mobile/v1/orders",
            order(summary, "tok_decline", "DE"),
            "Idempotency-Key",
            key);
    assertThat(other.statusCode()).isEqualTo(422);
    HttpResponse<String> twice =
        guest.phone("POST", "/mobile/v1/orders", body, "Idempotency-Key", key());
    assertThat(twice.statusCode()).as(twice.body()).isEqualTo(409);
    assertThat(tree(twice).get("code").asText()).isEqualTo("CART_ORDERED");
    assertThat(tree(twice).get("orderId").asText()).isEqualTo(id);

    assertThat(tree(guest.phone("GET", "/mobile/v1/carts/" + cart, "")).get("lines"))
        .isNullOrEmpty();
    assertThat(new Guest().begun().phone("GET", "/mobile/v1/orders/" + id, "").statusCode())
        .isEqualTo(404);

    HttpResponse<String> cancelled =
        guest.phone("POST", "/mobile/v1/orders/" + id + "/cancel", "{}", "Idempotency-Key", key());
    assertThat(cancelled.statusCode()).as(cancelled.body()).isIn(200, 202);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode now = tree(guest.phone("GET", "/mobile/v1/orders/" + id, ""));
              assertThat(now.get("status").asText()).isEqualTo("cancelled");
              assertThat(now.get("pending").asBoolean()).isFalse();
              assertThat(now.at("/totals/refundedMinor")).isEqualTo(now.at("/totals/totalMinor"));
            });
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(left(CHAIR)).isEqualTo(left));
    assertThat(visitor.said("reconcile")).contains(" 0 discrepancies");
  }

  @Test
  void refusals_decide_andLeaveTheCart() throws Exception {
    Guest guest = new Guest();
    String cart = guest.cartWith(STOOL, 1);
    JsonNode fetched = guest.summary(cart, "DE");
    assertThat(fetched.at("/shipping/method").asText()).isEqualTo("pickup");
    HttpResponse<String> unshipped =
        guest.phone(
            "POST",
            "/mobile/v1/orders",
            order(fetched, "tok_approve", "AT"),
            "Idempotency-Key",
            key());
    assertThat(unshipped.statusCode()).as(unshipped.body()).isEqualTo(409);
    assertThat(tree(unshipped).get("code").asText()).isEqualTo("METHOD_NOT_OFFERED");
    JsonNode summary = guest.summary(cart, "DE&shippingMethod=standard");
    String key = key();
    String declined = order(summary, "tok_decline", "DE");

    for (int time = 0; time < 2; time++) {
      HttpResponse<String> refused =
          guest.phone("POST", "/mobile/v1/orders", declined, "Idempotency-Key", key);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
      assertThat(tree(refused).get("code").asText()).isEqualTo("PAYMENT_DECLINED");
      assertThat(tree(refused).get("retryable").asBoolean()).isFalse();
    }
    HttpResponse<String> elsewhere =
        guest.phone(
            "POST",
            "/mobile/v1/orders",
            order(summary, "tok_approve", "AT"),
            "Idempotency-Key",
            key());
    assertThat(elsewhere.statusCode()).as(elsewhere.body()).isEqualTo(409);
    assertThat(tree(elsewhere).get("code").asText()).isEqualTo("PRICE_CHANGED");
    JsonNode now = tree(elsewhere).get("summary");
    assertThat(now.at("/destination/country").asText()).isEqualTo("AT");
    assertThat(now.get("offerId")).isNotEqualTo(summary.get("offerId"));

    HttpResponse<String> confirmed =
        guest.phone(
            "POST", "/mobile/v1/orders", order(now, "tok_approve", "AT"), "Idempotency-Key", key());
    assertThat(confirmed.statusCode()).as(confirmed.body()).isEqualTo(201);
    assertThat(tree(confirmed).get("status").asText()).isEqualTo("confirmed");
    assertThat(tree(confirmed).at("/totals/totalMinor").asLong())
        .isEqualTo(now.at("/total/minor").asLong());
  }

  @Test
  void customersOrder_isOneOnBothClients() throws Exception {
    visitor.signIn("ada");
    String bearer = "Bearer " + visitor.said("token", "ada").strip();
    String id = orderedInTheBrowser();
    HttpResponse<String> seen =
        visitor.phone("GET", "/mobile/v1/orders/" + id, "", "Authorization", bearer);
    assertThat(tree(seen).get("status").asText()).isEqualTo("confirmed");
    assertThat(
            tree(visitor.phone("GET", "/mobile/v1/orders?pageSize=1", "", "Authorization", bearer))
                .at("/orders/0/id")
                .asText())
        .isEqualTo(id);
    JsonNode first = tree(visitor.browser("GET", "/web/poll?orders=" + id, ""));
    assertThat(first.at("/events/0/order/status").asText()).isEqualTo("confirmed");

    HttpResponse<String> cancelled = cancelled(id, bearer);
    assertThat(cancelled.statusCode()).as(cancelled.body()).isIn(200, 202);

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode next =
                  tree(
                      visitor.browser(
                          "GET",
                          "/web/poll?orders=" + id + "&since=" + first.get("since").asText(),
                          ""));
              assertThat(next.at("/events/0/order/status").asText()).isEqualTo("cancelled");
              assertThat(next.at("/events/0/order/pending").asBoolean()).isFalse();
            });
  }

  /** E4 of the cases of identity: what began with a session ends with it. */
  @Test
  void customersStream_endsWithTheSession_andIsNotOpenedAgain() throws Exception {
    visitor.signIn("ada");
    String id = orderedInTheBrowser();
    String path = "/web/events?orders=" + id;
    List<String> lines = new CopyOnWriteArrayList<>();
    Stream<String> stream = visitor.followed(path);
    CompletableFuture<Void> over = CompletableFuture.runAsync(() -> stream.forEach(lines::add));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lines)
                    .anyMatch(line -> line.startsWith("data:"))
                    .anyMatch(line -> line.startsWith("id:")));
    assertThat(over).isNotDone();
    String last = lines.stream().filter(line -> line.startsWith("id:")).toList().getLast();
    String bearer = "Bearer " + visitor.said("token", "ada").strip();
    String cookie = visitor.cookie();

    Visitor.accepted(visitor.browser("POST", "/auth/logout", ""));

    await().atMost(PATIENCE).until(over::isDone);
    assertThat(over).isCompleted();
    int heard = lines.size();
    Visitor.accepted(cancelled(id, bearer));
    assertThat(lines).hasSize(heard);
    String[] resumed = {"Last-Event-ID", last.substring("id:".length()).strip()};
    assertThat(visitor.browser("GET", path, "", resumed).statusCode()).isEqualTo(401);
    assertThat(
            Http.get(RunningStore.get().web(path), "Cookie", cookie, resumed[0], resumed[1])
                .statusCode())
        .isEqualTo(401);
  }

  private HttpResponse<String> cancelled(String id, String bearer) throws Exception {
    return visitor.phone(
        "POST",
        "/mobile/v1/orders/" + id + "/cancel",
        "{}",
        "Authorization",
        bearer,
        "Idempotency-Key",
        key());
  }

  private String orderedInTheBrowser() throws Exception {
    JsonNode cart = tree(visitor.browser("POST", "/web/carts", ""));
    String cartId = cart.get("id").asText();
    HttpResponse<String> filled =
        visitor.browser("POST", "/web/carts/" + cartId + "/lines", line(STOOL, 1));
    assertThat(filled.statusCode()).as(filled.body()).isEqualTo(201);
    HttpResponse<String> placed =
        visitor.browser(
            "POST",
            "/web/orders",
            order(visitor.offer(cartId), "tok_approve", "DE"),
            "Idempotency-Key",
            key());
    assertThat(placed.statusCode()).as(placed.body()).isEqualTo(201);
    return tree(placed).get("id").asText();
  }

  /** Pieces that can be bought. */
  private int left(String product) throws Exception {
    Guest guest = new Guest();
    return guest.summary(guest.cartWith(product, 1), "DE").at("/lines/0/available").asInt();
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static String line(String product, int quantity) {
    return "{\"productId\":\"%s\",\"quantity\":%d}".formatted(product, quantity);
  }

  private static String order(JsonNode summary, String card, String country) {
    return """
    {"offerId":"%s","cardToken":"%s","mail":"buyer@example.com",
    "address":{"name":"Kim Adler","lines":["Kanalweg 3"],"city":"Ort","country":"%s",
    "postalCode":"28197"}}
    """
        .formatted(summary.get("offerId").asText(), card, country);
  }

  /** Somebody with a phone who has not signed in. */
  private final class Guest {
    private String id = "";

    Guest begun() throws Exception {
      cart();
      return this;
    }

    private String cart() throws Exception {
      HttpResponse<String> made =
          visitor.phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1");
      id = made.headers().firstValue("x-guest-id").orElseThrow();
      return tree(made).get("id").asText();
    }

    String cartWith(String product, int quantity) throws Exception {
      String cart = cart();
      HttpResponse<String> filled =
          phone("POST", "/mobile/v1/carts/" + cart + "/lines", line(product, quantity));
      assertThat(filled.statusCode()).as(filled.body()).isEqualTo(201);
      return cart;
    }

    /** Asked again while it is late, as apps do. */
    JsonNode summary(String cart, String question) {
      String path =
          "/mobile/v2/checkout-summary?postalCode=28197&cartId=" + cart + "&country=" + question;
      HttpResponse<String> answer =
          await()
              .atMost(PATIENCE)
              .until(() -> phone("GET", path, ""), asked -> asked.statusCode() < 500);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return tree(answer);
    }

    HttpResponse<String> phone(String method, String path, String body, String... headers)
        throws Exception {
      String[] all = new String[headers.length + 4];
      System.arraycopy(headers, 0, all, 4, headers.length);
      all[0] = "X-Guest-Id";
      all[1] = id;
      all[2] = "X-Harbor-CSRF";
      all[3] = "1";
      return visitor.phone(method, path, body, all);
    }
  }
}
