package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a customer of a store has: ids by their kind, and words that stand nowhere else.
 *
 * @param ids {@code user}, {@code cart}, {@code line}, {@code offer}, {@code order}, {@code
 *     address}, {@code session}, {@code key} (of idempotency)
 * @param words of profile, address and order
 */
record Belongings(Map<String, String> ids, List<String> words) {
  /** Each checkout is an offer of its own, and an export has all of them. */
  private static final String CHANGING = ".*(checkout|/export|/events|/poll).*";

  private static final String NAME = "Quibblewick Zarnova";
  private static final String STREET = "Vandermolenkade 71";
  private static final String RECEIVER = "Tamsin Oyelaran";
  private static final String TO = "Brackwaterlane 8";

  /** Copies both. */
  Belongings {
    ids = Map.copyOf(ids);
    words = List.copyOf(words);
  }

  /** Lets somebody who is signed in in the browser come by all of it, in words of their own. */
  static Belongings of(Visitor visitor) throws Exception {
    String mark = " " + UUID.randomUUID().toString().substring(0, 8);
    List<String> words = Stream.of(NAME, STREET, RECEIVER, TO).map(word -> word + mark).toList();
    Map<String, String> ids = new HashMap<>();
    JsonNode account = tree(visitor.browser("GET", "/web/account", ""));
    ids.put("user", account.get("userId").asText());
    accepted(
        visitor.browser(
            "PATCH",
            "/web/account",
            "{\"displayName\":\"%s\"}".formatted(words.get(0)),
            "If-Match",
            "\"" + account.get("version").asText() + "\""));
    ids.put("address", "quay-" + UUID.randomUUID());
    accepted(
        visitor.browser(
            "PUT",
            "/web/account/addresses/" + ids.get("address"),
            """
            {"name":"%s","lines":["%s"],"city":"Ort","postalCode":"28197","country":"DE"}
            """
                .formatted(words.get(0), words.get(1))));
    for (String list : List.of("favourites", "recently-seen")) {
      accepted(visitor.browser("PUT", "/web/account/" + list + "/HB1002", ""));
    }
    ids.put(
        "session",
        tree(visitor.browser("GET", "/web/account/sessions", "")).at("/sessions/0/id").asText());
    ids.put("key", UUID.randomUUID().toString());
    ids.put("order", order(visitor, ids.get("key"), words.get(2), words.get(3)));
    JsonNode cart = cartOf(visitor, "HB1005");
    ids.put("cart", cart.get("id").asText());
    ids.put("line", cart.at("/lines/0/id").asText());
    ids.put("offer", visitor.offer(cart.get("id").asText()).get("offerId").asText());
    return new Belongings(
        ids, Stream.concat(words.stream(), Stream.of("ben@example.com")).toList());
  }

  private static String order(Visitor visitor, String key, String receiver, String to)
      throws Exception {
    JsonNode offer = visitor.offer(cartOf(visitor, "HB1025").get("id").asText());
    HttpResponse<String> placed =
        visitor.browser(
            "POST",
            "/web/orders",
            """
            {"offerId":"%s","cardToken":"tok_approve","mail":"buyer@example.com",
            "address":{"name":"%s","lines":["%s"],"city":"Ort","country":"DE","postalCode":"28197"}}
            """
                .formatted(offer.get("offerId").asText(), receiver, to),
            "Idempotency-Key",
            key);
    return tree(accepted(placed)).get("id").asText();
  }

  /** A new cart with one product. */
  static JsonNode cartOf(Visitor visitor, String product) throws Exception {
    String id = tree(accepted(visitor.browser("POST", "/web/carts", ""))).get("id").asText();
    return tree(
        accepted(
            visitor.browser(
                "POST",
                "/web/carts/" + id + "/lines",
                "{\"productId\":\"%s\",\"quantity\":1}".formatted(product))));
  }

  /** One of the ids. */
  String id(String kind) {
    return requireNonNull(ids.get(kind));
  }

  /** Ids of the same form that nobody has. */
  Map<String, String> unknown() {
    Map<String, String> unknown = new HashMap<>(ids);
    unknown.replaceAll((_, id) -> another(id));
    return unknown;
  }

  private static String another(String id) {
    return id.chars()
        .mapToObj(c -> c >= '0' && c <= '9' ? (char) ('0' + (c - '0' + 5) % 10) : (char) c)
        .map(String::valueOf)
        .collect(joining());
  }

  /** What an answer may not hold when this was asked: all, but what the question names itself. */
  List<String> beside(String asked) {
    List<String> secrets = new ArrayList<>(words);
    ids.forEach(
        (kind, id) -> {
          if (!asked.contains("$" + kind)) {
            secrets.add(id);
          }
        });
    return secrets;
  }

  /** A text with neither these ids, nor the unknown ones, nor what is another each time. */
  String plain(String text) {
    String plain = text;
    for (Map<String, String> all : List.of(ids, unknown())) {
      for (String id : all.values()) {
        plain = plain.replace(id, "#");
      }
    }
    return plain
        .replaceAll("\"(traceId|latencyMs)\":\\s*\"?\\w+\"?", "")
        .replaceAll("\"(since|token)\":\"[^\"]*\"|(?m)^(id|retry):.*$", "")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z", "T")
        .replaceAll("(seconds|nanos): \\d+", "T");
  }

  /** What pages show that say nothing else while nothing is changed. */
  Map<String, String> shown(Map<RouteRule, HttpResponse<String>> pages) {
    Map<String, String> shown = new LinkedHashMap<>();
    pages.forEach(
        (rule, page) -> {
          if (rule.whose() != Whose.EVERYBODYS && !rule.path().matches(CHANGING)) {
            shown.put(rule.route() + rule.path(), page.statusCode() + plain(page.body()));
          }
        });
    return shown;
  }
}
