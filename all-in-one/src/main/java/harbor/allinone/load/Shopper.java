package harbor.allinone.load;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.allinone.load.Device.Answer;
import harbor.allinone.load.Device.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One person, who looks around, sometimes buys, and thinks before each step. Two with the same
 * random numbers want the same. Not safe for use by several threads.
 */
final class Shopper {
  private static final List<String> WORDS =
      List.of("lamp", "chair", "table", "bag", "rug", "bike", "mug", "towel", "desk", "xyzzy");

  /** Of twenty cards, three are declined. */
  private static final List<String> DECLINED =
      List.of("tok_decline", "tok_decline", "tok_insufficient_funds");

  private static final int CARDS_IN_USE = 20;
  private static final int MAX_PICTURES = 4;

  private final RandomGenerator random;
  private final Device device;
  private final Duration thinking;

  /**
   * One with a device.
   *
   * @param thinking on average, before each step
   */
  Shopper(RandomGenerator random, Device device, Duration thinking) {
    this.random = random;
    this.device = device;
    this.thinking = thinking;
  }

  /** One visit, until the person has enough. */
  void visit() throws InterruptedException {
    think();
    // The app has a cart from its start: it is how it comes to be known.
    String cart = device.kind() == Kind.PHONE ? cart() : "";
    Answer first =
        device.hasHome() ? get("home", device.kind().home) : get("list", "/mobile/v1/products");
    List<String> seen = new ArrayList<>(products(first));
    if (seen.isEmpty() || chance(70)) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      seen.addAll(0, products(get("search", device.kind().search + word)));
    }
    if (seen.isEmpty()) {
      return;
    }
    String wanted = look(seen);
    if (!chance(60)) {
      return;
    }
    cart = cart.isEmpty() ? cart() : cart;
    if (cart.isEmpty()) {
      return;
    }
    think();
    String line = "{\"productId\":\"%s\",\"quantity\":%d}".formatted(wanted, 1 + random.nextInt(2));
    boolean isIn = device.post("add to cart", "/carts/" + cart + "/lines", line, "").isFine();
    get("cart", device.kind().root + "/cart");
    if (isIn && chance(75)) {
      checkout(cart);
    }
  }

  private String look(List<String> products) throws InterruptedException {
    String wanted = products.getFirst();
    for (int i = 0; i <= random.nextInt(3); i++) {
      wanted = products.get(random.nextInt(products.size()));
      Answer page = get("product", device.kind().product + wanted);
      for (String picture : pictures(page.body())) {
        device.picture(picture);
      }
    }
    return wanted;
  }

  private String cart() throws InterruptedException {
    return device.post("new cart", "/carts", "", "").text("id");
  }

  private void checkout(String cart) throws InterruptedException {
    Answer summary =
        get(
            "checkout",
            "%s?country=DE&postalCode=28197&shippingMethod=standard&cartId=%s"
                .formatted(device.kind().checkout, cart));
    String offer = summary.text("offerId");
    if (offer.isEmpty() || !chance(80)) {
      return;
    }
    int card = random.nextInt(CARDS_IN_USE);
    Answer order = order(offer, card < DECLINED.size() ? DECLINED.get(card) : "tok_approve");
    if (order.text("code").equals("PAYMENT_DECLINED") && chance(50)) {
      order = order(offer, "tok_approve");
    }
    String id = order.text("id");
    if (order.isFine() && !id.isEmpty()) {
      get("order", device.kind().root + "/orders/" + id);
      if (chance(30)) {
        think();
        device.post("cancel", "/orders/" + id + "/cancel", "{}", key());
      }
    }
  }

  private Answer order(String offer, String card) throws InterruptedException {
    think();
    return device.post(
        "place order",
        "/orders",
        """
        {"offerId":"%s","cardToken":"%s","mail":"buyer@example.com","address":{"name":"Kim Adler",
        "lines":["Kanalweg 3"],"city":"Ort","country":"DE","postalCode":"28197"}}
        """
            .formatted(offer, card),
        key());
  }

  private String key() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private Answer get(String name, String path) throws InterruptedException {
    think();
    return device.get(name, path);
  }

  /** Products that a list names, by id or by their pages. */
  private static List<String> products(Answer list) {
    return Stream.concat(
            list.body().findValuesAsText("productId").stream(),
            list.body().findValuesAsText("link").stream()
                .filter(link -> link.startsWith("/p/"))
                .map(link -> link.substring("/p/".length())))
        .distinct()
        .toList();
  }

  /** Those of this machine: a load goes nowhere else. */
  private static List<String> pictures(JsonNode page) {
    return Stream.of("thumbnailUrl", "image", "imageUrl")
        .flatMap(field -> page.findValuesAsText(field).stream())
        .filter(url -> url.startsWith("http://localhost:"))
        .distinct()
        .limit(MAX_PICTURES)
        .toList();
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Times of people who do not wait for each other are distributed exponentially. */
  private void think() throws InterruptedException {
    Thread.sleep(Duration.ofNanos((long) (random.nextExponential() * thinking.toNanos())));
  }
}
