package harbor.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.kit.bff.rpc.RpcClient;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who asks all BFFs: in the browser as who has signed in there, by phone with a token.
 *
 * @param visitor their browser and phone
 * @param phone what says at the phone who they are: name and value of headers
 * @param ids of what is theirs, by its kind
 */
record Person(Visitor visitor, Map<String, String> phone, Map<String, String> ids) {
  /** Copies both. */
  Person {
    phone = Map.copyOf(phone);
    ids = Map.copyOf(ids);
  }

  /** Of whom nothing is known. */
  static Person nobody(Store store, ToIntFunction<String> port) {
    return new Person(new Visitor(store, port), Map.of("X-Harbor-CSRF", "1"), Map.of());
  }

  /** Who has a cart and has not signed in: one in the browser, another one by phone. */
  static Person guest(Store store, ToIntFunction<String> port) throws Exception {
    Visitor visitor = new Visitor(store, port);
    JsonNode cart = Belongings.cartOf(visitor, "HB1007");
    String id =
        visitor
            .phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1")
            .headers()
            .firstValue("x-guest-id")
            .orElseThrow();
    return new Person(
        visitor,
        Map.of("X-Harbor-CSRF", "1", "X-Guest-Id", id),
        Map.of("cart", cart.get("id").asText()));
  }

  /** One of the development provider's. */
  static Person signedIn(Store store, ToIntFunction<String> port, String name) throws Exception {
    Visitor visitor = new Visitor(store, port);
    visitor.signIn(name);
    JsonNode cart = Belongings.cartOf(visitor, "HB1007");
    return new Person(
        visitor,
        Map.of("Authorization", "Bearer " + visitor.said("token", name).strip()),
        Map.of("cart", cart.get("id").asText(), "user", name));
  }

  /** Erases them, and lets them come again: whoever goes on by this name has nothing. */
  void startAnew(String user) throws Exception {
    assertThat(visitor.said("person", "erase", user)).contains("Nothing is found any more.");
    visitor.signIn(requireNonNull(ids.get("user")));
  }

  boolean isCustomer() {
    return ids.containsKey("user");
  }

  /** Their own answers to what reads, by its rule. */
  Map<RouteRule, HttpResponse<String>> pages(List<RouteRule> rules, Map<String, String> ids)
      throws Exception {
    Map<RouteRule, HttpResponse<String>> pages = new LinkedHashMap<>();
    for (RouteRule rule : rules) {
      if (rule.reads() && rule.whose() != Whose.BROWSERS) {
        pages.put(rule, ask(rule, ids, null));
      }
    }
    return pages;
  }

  /**
   * Asks as a rule says.
   *
   * @param others ids of the customer whom others are after
   * @param known an answer that may still be good
   */
  HttpResponse<String> ask(
      RouteRule rule, Map<String, String> others, @Nullable HttpResponse<String> known)
      throws Exception {
    Map<String, String> headers = new HashMap<>(rule.headers());
    headers.replaceAll(
        (_, value) ->
            value.equals("?")
                ? UUID.randomUUID().toString()
                : RouteRule.filled(value, others, ids));
    if (known != null) {
      known.headers().firstValue("etag").ifPresent(tag -> headers.put("If-None-Match", tag));
    }
    return ask(
        rule.bff(),
        rule.method(),
        RouteRule.filled(rule.path(), others, ids),
        RouteRule.filled(rule.body(), others, ids),
        headers);
  }

  /** Asks a page as a rule says, by its rpc. */
  RpcClient.Answer askByRpc(RpcClient rpcs, RouteRule rule, Map<String, String> others) {
    Map<String, String> headers = new HashMap<>(rule.headers());
    if (!rule.bff().equals("web-bff")) {
      headers.putAll(phone);
    } else if (!visitor.cookies().isEmpty()) {
      headers.put("cookie", visitor.cookie());
    }
    return rpcs.get(rule.pattern(), RouteRule.filled(rule.path(), others, ids), headers);
  }

  /** Asks a BFF. */
  HttpResponse<String> ask(
      String bff, String method, String path, String body, Map<String, String> headers)
      throws Exception {
    Map<String, String> all = new HashMap<>(headers);
    if (bff.equals("web-bff")) {
      return visitor.browser(method, path, body, flat(all));
    }
    all.putAll(phone);
    return visitor.at(bff, method, path, body, flat(all));
  }

  private static String[] flat(Map<String, String> headers) {
    return headers.entrySet().stream()
        .flatMap(header -> Stream.of(header.getKey(), header.getValue()))
        .toArray(String[]::new);
  }
}
