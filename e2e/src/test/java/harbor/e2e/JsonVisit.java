package harbor.e2e;

import static harbor.e2e.Visitor.tree;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody who has signed in, and asks a BFF each of its routes with JSON, in an order in which
 * each finds what it is about. What a validating proxy on the way objects to is kept.
 */
final class JsonVisit {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

  /** Refusals that are as good as an answer: nothing arrived that could go back, or be judged. */
  private static final Set<Integer> REFUSED = Set.of(403, 404, 409);

  private static final String PRODUCT = "HB1005";
  private static final String ADDRESS =
      """
      {"name":"Kim","lines":["Weg 3"],"city":"Ort","country":"DE","postalCode":"28197"}\
      """;

  private final Visitor visitor;
  private final String bff;
  private final String at;
  private final List<String> identity;

  /** What stands for the parameters of paths. */
  private final Map<String, String> ids = new HashMap<>();

  private final Set<String> asked = new TreeSet<>();
  private final List<String> objections = new ArrayList<>();

  /**
   * In the browser where that asks the BFF, otherwise by phone.
   *
   * @param at before the paths that all BFFs with a shop have
   * @param identity headers by which the phone says who asks
   */
  JsonVisit(Visitor visitor, String bff, String at, String... identity) {
    this.visitor = visitor;
    this.bff = bff;
    this.at = at;
    this.identity = List.of(identity);
  }

  /** Method and path of what was asked, as the document has them. */
  Set<String> asked() {
    return asked;
  }

  /** What the proxy objected to, and what failed. */
  List<String> objections() {
    return objections;
  }

  /** What both BFFs have, up to an order. */
  void shop(String... checkouts) throws Exception {
    get("/openapi.json");
    get("/auth/me");
    ask(
        "PATCH",
        at + "/account",
        "{\"displayName\":\"Kim Quist\"}",
        "If-Match",
        version(get(at + "/account")));
    ids.put("id", "proxied");
    ask("PUT", at + "/account/addresses/{id}", ADDRESS);
    get(at + "/account/addresses/{id}");
    ids.put("product", PRODUCT);
    for (String list : List.of("/account/favourites", "/account/recently-seen")) {
      ask("PUT", at + list + "/{product}", "");
      get(at + list);
    }
    for (String page : List.of("/account/addresses", "/account/sessions", "/account/export")) {
      get(at + page);
    }
    get(at + "/stores", "near=53.55,9.99&pageSize=2");
    String order = order(checkouts);
    get(at + "/orders", "pageSize=2");
    ids.put("id", order);
    get(at + "/orders/{id}");
    keyed(at + "/orders/{id}/returns", "{\"lines\":[{\"number\":1,\"quantity\":1}]}");
  }

  private String order(String... checkouts) throws Exception {
    ids.put("cart", ask("POST", at + "/carts", "").path("id").asText());
    JsonNode cart =
        ask("POST", at + "/carts/{cart}/lines", "{\"productId\":\"HB1005\",\"quantity\":2}");
    ids.put("line", cart.at("/lines/0/id").asText());
    cart =
        ask(
            "PATCH",
            at + "/carts/{cart}/lines/{line}",
            "{\"quantity\":1}",
            "If-Match",
            version(cart));
    cart =
        ask("PUT", at + "/carts/{cart}/coupon", "{\"code\":\"NONE\"}", "If-Match", version(cart));
    ask("DELETE", at + "/carts/{cart}/coupon", "", "If-Match", version(cart));
    get(at + "/carts/{cart}");
    get(at + "/cart");
    String offer = "";
    for (String checkout : checkouts) {
      offer =
          get(checkout, "country=DE&postalCode=28197&cartId=" + ids.get("cart"))
              .path("offerId")
              .asText();
    }
    return keyed(
            at + "/orders",
            """
            {"offerId":"%s","cardToken":"tok_approve","mail":"buyer@example.com","address":%s}\
            """
                .formatted(offer, ADDRESS))
        .path("id")
        .asText();
  }

  /** What the web has besides, the administrators' tables with it. */
  void web() throws Exception {
    String order = ids.getOrDefault("id", "");
    ids.put("id", PRODUCT);
    get("/web/products/{id}");
    get("/web/home");
    get("/web/dashboard");
    get("/web/search", "q=lamp&sort=price&facetValues=2");
    ids.put("path", "home");
    get("/web/categories/{path}", "minRating=1");
    ask(
        "POST",
        "/web/products/{id}/reviews",
        "{\"rating\":4,\"title\":\"Good\",\"body\":\"It is.\",\"author\":\"Kim\"}");
    for (String table :
        List.of(
            "carts",
            "categories",
            "payments",
            "reservations",
            "shipments",
            "shipping-methods",
            "tax-rates")) {
      get("/web/admin/" + table, "pageSize=2");
    }
    edit("orders", "needsReview", "false");
    edit("products", "published", "true");
    edit("prices", "listMinor", "100");
    edit("promotions", "active", "true");
    edit("stock", "status", "\"available\"");
    edit("users", "displayName", "\"Kim\"");
    JsonNode review = get("/web/admin/reviews", "pageSize=1&productId=" + PRODUCT).at("/rows/0");
    edit("reviews", review, "{\"moderation\":\"rejected\"}");
    ids.put("id", order);
    keyed("/web/orders/{id}/cancel", "");
    keyed("/web/admin/orders/{id}/cancel", "");
    keyed("/web/admin/orders/{id}/refunds", "{\"lines\":[],\"withShipping\":true}");
  }

  /** What the phone has besides. */
  void mobile() throws Exception {
    keyed("/mobile/v1/orders/{id}/cancel", "");
    ids.put("id", PRODUCT);
    for (String products : List.of("/mobile/products", "/mobile/v1/products")) {
      get(products + "/{id}");
    }
    get("/mobile/v2/products/{id}");
    get("/mobile/v1/products", "q=lamp");
    get("/mobile/v1/categories");
    get("/mobile/v1/home");
    get("/mobile/v2/home");
    get("/mobile/v1/sync");
    ask(
        "POST",
        "/mobile/v1/batch",
        "{\"paths\":[\"/mobile/v1/home\",\"/mobile/v1/products/nothing\"]}");
  }

  /** Writes into the first row of a table what it says already. */
  private void edit(String table, String member, String otherwise) throws Exception {
    JsonNode row = get("/web/admin/" + table, "pageSize=1").at("/rows/0");
    JsonNode value = row.path(member);
    edit(
        table,
        row,
        "{\"%s\":%s}".formatted(member, value.isMissingNode() ? otherwise : value.toString()));
  }

  private void edit(String table, JsonNode row, String body) throws Exception {
    ids.put("id", row.path("id").asText("none"));
    ask("PATCH", "/web/admin/" + table + "/{id}", body, "If-Match", version(row));
  }

  private static String version(JsonNode of) {
    return "\"" + of.path("version").asText("1") + "\"";
  }

  private JsonNode get(String route) throws Exception {
    return get(route, "");
  }

  private JsonNode get(String route, String query) throws Exception {
    return send("GET", route, query, "");
  }

  private JsonNode keyed(String route, String body) throws Exception {
    return ask("POST", route, body, "Idempotency-Key", UUID.randomUUID().toString());
  }

  private JsonNode ask(String method, String route, String body, String... headers)
      throws Exception {
    return send(method, route, "", body, headers);
  }

  /** Asks, again while it is late, as clients do. */
  private JsonNode send(String method, String route, String query, String body, String... headers)
      throws Exception {
    asked.add(method.toLowerCase(Locale.ROOT) + " " + route);
    String path =
        PARAMETER
                .matcher(route)
                .replaceAll(parameter -> ids.getOrDefault(parameter.group(1), "none"))
            + (query.isEmpty() ? "" : "?" + query);
    String[] all =
        Stream.of(identity.stream(), Stream.of(headers), ValidatingProxy.UNPACKED.stream())
            .flatMap(said -> said)
            .toArray(String[]::new);
    HttpResponse<String> answer =
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    bff.equals("web-bff")
                        ? visitor.browser(method, path, body, all)
                        : visitor.at(bff, method, path, body, all),
                sent -> sent.statusCode() != 503 && sent.statusCode() != 504);
    String violations = ValidatingProxy.violations(answer);
    if (!violations.isEmpty()) {
      objections.add("%s %s: %s".formatted(method, path, violations));
    } else if (answer.statusCode() >= 300 && !REFUSED.contains(answer.statusCode())) {
      objections.add(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body().strip()));
    }
    return tree(answer);
  }
}
