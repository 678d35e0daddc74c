package harbor.e2e;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Whose a route's answers are, and how it is asked in the test of that. In path, body and headers
 * {@code $cart} is an id that belongs to the customer whom others are after, {@code @cart} one of
 * whoever asks.
 *
 * @param whose whose its answers are
 * @param route as {@code BffServer.endpoints} names it, after the name of its BFF
 * @param path with its query
 * @param body empty for none
 * @param headers besides those that say who asks
 */
record RouteRule(Whose whose, String route, String path, String body, Map<String, String> headers) {
  private static final Pattern NAME = Pattern.compile("([$@])(\\w+)");
  private static final String ORDER =
      """
      {"offerId":"$offer","cardToken":"tok_approve","mail":"buyer@example.com",
      "address":{"name":"Kim","lines":["Weg 3"],"city":"Ort","country":"DE","postalCode":"28197"}}
      """;
  private static final String ADDRESS =
      """
      {"name":"Kim","lines":["Weg 3"],"city":"Ort","country":"DE","postalCode":"28197"}
      """;

  /** Copies the headers. */
  RouteRule {
    headers = Map.copyOf(headers);
  }

  String bff() {
    return route.substring(0, route.indexOf(' '));
  }

  String method() {
    String at = route.substring(route.indexOf(' ') + 1);
    return at.startsWith("/") ? "GET" : at.substring(0, at.indexOf(' '));
  }

  /** Of its path. */
  String pattern() {
    return route.substring(route.indexOf('/'));
  }

  boolean reads() {
    return method().equals("GET");
  }

  /**
   * A text of a rule with ids in it.
   *
   * @param others of the customer whom others are after
   * @param own of whoever asks
   */
  static String filled(String text, Map<String, String> others, Map<String, String> own) {
    return NAME.matcher(text)
        .replaceAll(
            name -> (name.group(1).equals("$") ? others : own).getOrDefault(name.group(2), "none"));
  }

  /** All of them, and one for each of these routes that is for administrators by its path. */
  static List<RouteRule> of(Collection<String> routes) {
    List<RouteRule> rules = new ArrayList<>(all());
    for (String route : routes) {
      if (route.contains("/admin/")) {
        String path = route.substring(route.indexOf('/')).replaceAll("\\{\\w+}", "none");
        RouteRule rule = asked(Whose.ADMINISTRATORS, route, path);
        rules.add(rule.reads() ? rule : rule.saying("{}").keyed());
      }
    }
    return List.copyOf(rules);
  }

  /** Those that stand here. */
  static List<RouteRule> all() {
    List<RouteRule> rules = new ArrayList<>();
    for (String bff : List.of("web-bff", "mobile-bff", "watch-bff")) {
      rules.add(of(Whose.BROWSERS, bff + " GET /"));
      for (String document :
          List.of(
              "/openapi.json",
              "/docs",
              "/schemas/fields.txt",
              "/schemas/rpc.proto",
              "/schemas/rpc.binpb")) {
        rules.add(of(Whose.EVERYBODYS, bff + " " + document));
      }
      rules.add(asked(Whose.EVERYBODYS, bff + " /schemas/{view}", "/schemas/none.json"));
      for (String of :
          List.of(
              "health.v1.Health/Check",
              "health.v1.Health/Watch",
              "reflection.v1.ServerReflection/ServerReflectionInfo",
              "reflection.v1alpha.ServerReflection/ServerReflectionInfo")) {
        rules.add(of(Whose.EVERYBODYS, bff + " /grpc." + of));
      }
    }
    signIn("web-bff", "/auth/", rules);
    signIn("mobile-bff", "/auth/", rules);
    shop("web-bff", "/web", rules);
    shop("mobile-bff", "/mobile/v1", rules);
    web(rules);
    mobile(rules);
    rules.add(
        asked(
            Whose.EVERYBODYS,
            "watch-bff GET /watch/v1/products/{id}",
            "/watch/v1/products/HB1001"));
    rules.add(of(Whose.CALLERS, "watch-bff GET /watch/v1/today"));
    return List.copyOf(rules);
  }

  private static void signIn(String bff, String at, List<RouteRule> rules) {
    rules.add(of(Whose.BROWSERS, bff + " GET " + at + "login"));
    rules.add(
        asked(Whose.BROWSERS, bff + " GET " + at + "callback", at + "callback?code=1&state=2"));
    rules.add(of(Whose.BROWSERS, bff + " GET " + at + "me"));
    rules.add(of(Whose.ENDS_CALLER, bff + " POST " + at + "logout"));
    rules.add(of(Whose.BROWSERS, bff + " POST " + at + "backchannel-logout"));
    rules.add(of(Whose.EVERYBODYS, bff + " GET " + at + "sign-out.js"));
  }

  /** What web and mobile have in common. */
  private static void shop(String bff, String at, List<RouteRule> rules) {
    String get = bff + " GET " + at;
    String post = bff + " POST " + at;
    String put = bff + " PUT " + at;
    String patch = bff + " PATCH " + at;
    String delete = bff + " DELETE " + at;
    rules.add(asked(Whose.EVERYBODYS, get + "/stores", at + "/stores?lat=52.5&lng=13.4"));
    rules.add(of(Whose.CUSTOMERS, get + "/account"));
    rules.add(
        of(Whose.CUSTOMERS, patch + "/account")
            .saying("{\"displayName\":\"Kim\"}")
            .ifMatch("\"99\""));
    rules.add(of(Whose.ENDS_CALLER, delete + "/account"));
    rules.add(of(Whose.CUSTOMERS, get + "/account/export"));
    rules.add(of(Whose.CUSTOMERS, get + "/account/addresses"));
    String address = at + "/account/addresses/$address";
    rules.add(asked(Whose.OWNERS, get + "/account/addresses/{id}", address));
    rules.add(asked(Whose.OWNERS, delete + "/account/addresses/{id}", address).ifMatch("\"1\""));
    rules.add(
        asked(Whose.OWNERS, put + "/account/addresses/{id}", address)
            .saying(ADDRESS)
            .ifMatch("\"1\""));
    for (String list : List.of("/account/favourites", "/account/recently-seen")) {
      rules.add(of(Whose.CUSTOMERS, get + list));
      rules.add(asked(Whose.CUSTOMERS, put + list + "/{product}", at + list + "/HB1009"));
      rules.add(asked(Whose.CUSTOMERS, delete + list + "/{product}", at + list + "/HB1002"));
    }
    rules.add(of(Whose.CUSTOMERS, get + "/account/sessions"));
    rules.add(
        asked(Whose.OWNERS, delete + "/account/sessions/{id}", at + "/account/sessions/$session"));
    rules.add(of(Whose.CALLERS, get + "/cart"));
    rules.add(of(Whose.CALLERS, post + "/carts"));
    carts(bff, at, rules);
    rules.add(of(Whose.CALLERS, get + "/orders"));
    rules.add(asked(Whose.OWNERS, get + "/orders/{id}", at + "/orders/$order"));
    rules.add(of(Whose.OWNERS, post + "/orders").saying(ORDER).keyed());
    rules.add(of(Whose.OWNERS, post + "/orders").saying(ORDER).with("Idempotency-Key", "$key"));
    rules.add(
        asked(Whose.OWNERS, post + "/orders/{id}/cancel", at + "/orders/$order/cancel")
            .saying("{}")
            .keyed());
    rules.add(
        asked(Whose.OWNERS, post + "/orders/{id}/returns", at + "/orders/$order/returns")
            .saying("{\"lines\":[{\"lineId\":\"1\",\"quantity\":1}]}")
            .keyed());
  }

  private static void carts(String bff, String at, List<RouteRule> rules) {
    String line = "{\"productId\":\"HB1002\",\"quantity\":1}";
    String cart = at + "/carts/$cart";
    rules.add(asked(Whose.OWNERS, bff + " GET " + at + "/carts/{cart}", cart));
    rules.add(
        asked(Whose.OWNERS, bff + " POST " + at + "/carts/{cart}/lines", cart + "/lines")
            .saying(line));
    String one = at + "/carts/{cart}/lines/{line}";
    for (String path : List.of(cart + "/lines/$line", at + "/carts/@cart/lines/$line")) {
      rules.add(
          asked(Whose.OWNERS, bff + " PATCH " + one, path)
              .saying("{\"quantity\":2}")
              .ifMatch("\"2\""));
      rules.add(asked(Whose.OWNERS, bff + " DELETE " + one, path).ifMatch("\"2\""));
    }
    String coupon = at + "/carts/{cart}/coupon";
    rules.add(
        asked(Whose.OWNERS, bff + " PUT " + coupon, cart + "/coupon")
            .saying("{\"code\":\"ANY\"}")
            .ifMatch("\"2\""));
    rules.add(asked(Whose.OWNERS, bff + " DELETE " + coupon, cart + "/coupon").ifMatch("\"2\""));
  }

  private static void web(List<RouteRule> rules) {
    rules.add(asked(Whose.EVERYBODYS, "web-bff GET /web/products/{id}", "/web/products/HB1001"));
    rules.add(of(Whose.EVERYBODYS, "web-bff GET /web/home"));
    rules.add(of(Whose.CUSTOMERS, "web-bff GET /web/dashboard"));
    rules.add(asked(Whose.EVERYBODYS, "web-bff GET /web/search", "/web/search?q=chair"));
    rules.add(
        asked(
            Whose.EVERYBODYS, "web-bff GET /web/categories/{*path}", "/web/categories/Furniture"));
    rules.add(
        asked(
                Whose.CUSTOMERS,
                "web-bff POST /web/products/{id}/reviews",
                "/web/products/HB1002/reviews")
            .saying("{\"rating\":5,\"title\":\"Good\",\"body\":\"It is.\",\"author\":\"Kim\"}"));
    rules.add(
        asked(Whose.OWNERS, "web-bff GET /web/checkout", "/web/checkout?country=DE&cartId=$cart"));
    rules.add(
        asked(
            Whose.OWNERS,
            "web-bff GET /web/checkout",
            "/web/checkout?cartId=@cart&addressId=$address"));
    rules.add(asked(Whose.OWNERS, "web-bff /web/events", "/web/events?orders=$order").streamed());
    rules.add(asked(Whose.OWNERS, "web-bff /web/poll", "/web/poll?orders=$order"));
  }

  private static void mobile(List<RouteRule> rules) {
    for (String path : List.of("/mobile/v1/products", "/mobile/products", "/mobile/v2/products")) {
      rules.add(asked(Whose.EVERYBODYS, "mobile-bff GET " + path + "/{id}", path + "/HB1001"));
    }
    rules.add(of(Whose.EVERYBODYS, "mobile-bff GET /mobile/v1/products"));
    rules.add(of(Whose.EVERYBODYS, "mobile-bff GET /mobile/v1/categories"));
    for (String path : List.of("/mobile/v2/checkout-summary", "/v2/mobile/checkout-summary")) {
      rules.add(asked(Whose.OWNERS, "mobile-bff GET " + path, path + "?country=DE&cartId=$cart"));
    }
    rules.add(of(Whose.CUSTOMERS, "mobile-bff GET /mobile/v1/home"));
    rules.add(of(Whose.CUSTOMERS, "mobile-bff GET /mobile/v2/home"));
    rules.add(of(Whose.CUSTOMERS, "mobile-bff GET /mobile/v1/sync"));
    rules.add(
        asked(Whose.OWNERS, "mobile-bff /mobile/v1/events", "/mobile/v1/events?orders=$order")
            .streamed());
    rules.add(
        of(Whose.OWNERS, "mobile-bff POST /mobile/v1/batch")
            .saying(
                """
                {"paths":["/mobile/v1/orders/$order","/mobile/v1/carts/$cart",
                "/mobile/v1/account/addresses/$address",
                "/mobile/v2/checkout-summary?country=DE&cartId=$cart"]}
                """));
  }

  /** Asked at its own path. */
  private static RouteRule of(Whose whose, String route) {
    return asked(whose, route, route.substring(route.indexOf('/')));
  }

  private static RouteRule asked(Whose whose, String route, String path) {
    return new RouteRule(whose, route, path, "", Map.of());
  }

  /** Streams: the first event is what is looked at. */
  private RouteRule streamed() {
    return with("Accept", "text/event-stream");
  }

  private RouteRule saying(String json) {
    return new RouteRule(whose, route, path, json, headers);
  }

  private RouteRule ifMatch(String tag) {
    return with("If-Match", tag);
  }

  /** With a key of idempotency that is new each time. */
  private RouteRule keyed() {
    return with("Idempotency-Key", "?");
  }

  private RouteRule with(String header, String value) {
    return new RouteRule(whose, route, path, body, Map.of(header, value));
  }
}
