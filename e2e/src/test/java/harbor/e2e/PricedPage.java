package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * A page that shows what a product costs.
 *
 * @param shown where it does, in minor units or as people read it
 */
record PricedPage(
    String path, Function<JsonNode, JsonNode> shown, Callable<HttpResponse<String>> asked) {
  /** So late at most every cache has heard of a change. */
  private static final long ANNOUNCED_MILLIS = 1_000;

  /** A moment lies as far ahead as an import takes, and what that is depends on the machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * All kinds of them: products, cards, carts, related products, of all BFFs.
   *
   * @param word of its title alone
   * @param category that it is the dearest of
   * @param beside a product that it goes with
   */
  static List<PricedPage> all(
      Visitor guest, String product, String word, String category, String beside) throws Exception {
    String line = "{\"productId\":\"%s\",\"quantity\":1}".formatted(product);
    String cart = tree(accepted(guest.browser("POST", "/web/carts", "{}"))).get("id").asText();
    var _ = accepted(guest.browser("POST", "/web/carts/" + cart + "/lines", line));
    HttpResponse<String> made =
        accepted(guest.phone("POST", "/mobile/v1/carts", "", "X-Harbor-CSRF", "1"));
    String phones = "/mobile/v1/carts/" + tree(made).get("id").asText();
    String[] owner = {
      "X-Guest-Id", made.headers().firstValue("x-guest-id").orElseThrow(), "X-Harbor-CSRF", "1"
    };
    var _ = accepted(guest.phone("POST", phones + "/lines", line, owner));
    String card = "/products/0";
    return List.of(
        browsed(guest, "/web/products/" + product, "/price/minor"),
        browsed(guest, "/web/search?q=" + word, card + "/price/minor"),
        browsed(guest, "/web/categories/" + category + "?sort=price-desc", card + "/price/minor"),
        browsed(guest, "/web/carts/" + cart, "/lines/0/price/minor"),
        related(guest, beside, product),
        phoned(guest, "/mobile/v1/products/" + product, "/price"),
        phoned(guest, "/mobile/v2/products/" + product, "/price/minor"),
        phoned(guest, "/mobile/v1/products?q=" + word, card + "/priceFormatted"),
        phoned(guest, phones, "/lines/0/priceMinor", owner),
        watched(guest, "/watch/v1/products/" + product, "/price"));
  }

  private static PricedPage browsed(Visitor guest, String path, String pointer) {
    return browsed(guest, path, page -> page.at(pointer));
  }

  private static PricedPage browsed(
      Visitor guest, String path, Function<JsonNode, JsonNode> shown) {
    return new PricedPage(path, shown, () -> guest.browser("GET", path, ""));
  }

  /** Wherever it stands among them. */
  private static PricedPage related(Visitor guest, String beside, String product) {
    return browsed(
        guest,
        "/web/products/" + beside,
        page ->
            StreamSupport.stream(page.at("/relatedProducts").spliterator(), false)
                .filter(card -> card.get("id").asText().equals(product))
                .map(card -> card.at("/price/minor"))
                .findFirst()
                .orElse(MissingNode.getInstance()));
  }

  private static PricedPage phoned(Visitor guest, String path, String pointer, String... headers) {
    return new PricedPage(
        path, page -> page.at(pointer), () -> guest.phone("GET", path, "", headers));
  }

  private static PricedPage watched(Visitor guest, String path, String pointer) {
    return new PricedPage(
        path, page -> page.at(pointer), () -> guest.at("watch-bff", "GET", path, ""));
  }

  /** What it costs there, in minor units. */
  long price() {
    JsonNode found = shown.apply(tree(whole(asked)));
    assertThat(found.isMissingNode()).as(path).isFalse();
    return found.isNumber()
        ? found.asLong()
        : Long.parseLong(found.asText().replaceAll("[^0-9]", ""));
  }

  /** With nothing missing: while something is late, it is asked again, as pages do. */
  static HttpResponse<String> whole(Callable<HttpResponse<String>> asked) {
    return await()
        .pollDelay(Duration.ZERO)
        .until(
            asked,
            answer ->
                answer.statusCode() == 200 && answer.headers().firstValue("x-degraded").isEmpty());
  }

  /** The time of the store, in milliseconds: its database's, by which prices change. */
  static long now(Connection database) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet now =
            statement.executeQuery(
                "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
      assertThat(now.next()).isTrue();
      return now.getLong(1);
    }
  }

  /**
   * Asks them on and on. What is asked a second after the moment shows the price from then on, what
   * is answered before it the one until then; how long an answer takes does not count.
   */
  static void awaitChange(
      List<PricedPage> pages, Connection database, long moment, long until, long from) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              boolean isLastRound = now(database) > moment + ANNOUNCED_MILLIS;
              for (PricedPage page : pages) {
                long asked = now(database);
                long price = page.price();
                if (asked > moment + ANNOUNCED_MILLIS) {
                  assertThat(price).as(page.path() + " afterwards").isEqualTo(from);
                } else if (now(database) < moment) {
                  assertThat(price).as(page.path() + " before").isEqualTo(until);
                } else {
                  assertThat(price).as(page.path()).isIn(until, from);
                }
              }
              return isLastRound;
            });
  }
}
