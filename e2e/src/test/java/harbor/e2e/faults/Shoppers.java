package harbor.e2e.faults;

import static harbor.e2e.Visitor.tree;
import static org.awaitility.Awaitility.await;

import harbor.e2e.Store;
import harbor.e2e.Visitor;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * Ada with her phone, by a token, and Ben in his browser, by a session, at a store. Both have a
 * cart. Thread-safe.
 */
final class Shoppers {
  private static final List<String> WORDS =
      List.of("lamp", "chair", "table", "bag", "rug", "bike", "mug", "towel", "desk", "xyzzy");
  private static final int FIRST = 1_001;
  private static final String CHECKOUT = "?country=DE&postalCode=28197&shippingMethod=standard";

  private final Visitor ben;
  private final ToIntFunction<String> port;
  private final URI issuer;
  private final int products;
  private final AtomicBoolean signingIn = new AtomicBoolean();
  private volatile Map<String, String> phone = Map.of();
  private volatile Map<String, String> browser = Map.of();
  private String phonesCart = "";
  private String browsersCart = "";

  private Shoppers(Visitor ben, ToIntFunction<String> port, URI issuer, int products) {
    this.ben = ben;
    this.port = port;
    this.issuer = issuer;
    this.products = products;
  }

  /**
   * They come.
   *
   * @param store the one whose catalogue it is
   * @param port of a BFF by its name
   * @param products how many of the shipped catalogue's they look at
   */
  static Shoppers come(Store store, ToIntFunction<String> port, URI issuer, int products) {
    Shoppers shoppers = new Shoppers(new Visitor(store, port), port, issuer, products);
    shoppers.signInByPhone();
    shoppers.signInInTheBrowser();
    shoppers.fillCarts();
    return shoppers;
  }

  /** They come to a store that is one process, and to its development provider. */
  static Shoppers come(Store store, int products) {
    return come(
        store, store::port, IdentityDev.issuerOf(Environment.of(store.environment())), products);
  }

  /** Takes a token that is good for five minutes. */
  void signInByPhone() {
    try {
      phone =
          Map.of(
              "Authorization",
              "Bearer " + DevelopmentToken.of("ada", issuer),
              "Accept",
              "application/json");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a session, unless that is under way; where nobody can, the one of before stays. */
  void signInInTheBrowser() {
    if (!signingIn.compareAndSet(false, true)) {
      return;
    }
    try {
      ben.signIn("ben");
      browser =
          Map.of(
              "Cookie",
              ben.cookies().entrySet().stream()
                  .map(Object::toString)
                  .collect(Collectors.joining("; ")));
    } catch (Exception | AssertionError e) {
      if (browser.isEmpty()) {
        throw new IllegalStateException(e);
      }
    } finally {
      signingIn.set(false);
    }
  }

  private void fillCarts() {
    Map<String, String> ada = new HashMap<>(phone);
    ada.put("X-Harbor-CSRF", "1");
    String[] headers =
        ada.entrySet().stream()
            .flatMap(header -> List.of(header.getKey(), header.getValue()).stream())
            .toArray(String[]::new);
    String line = "{\"productId\":\"HB1007\",\"quantity\":1}";
    phonesCart = id(warm(() -> ben.phone("POST", "/mobile/v1/carts", "", headers)));
    String phonesLines = "/mobile/v1/carts/" + phonesCart + "/lines";
    var _ = warm(() -> ben.phone("POST", phonesLines, line, headers));
    browsersCart = id(warm(() -> ben.browser("POST", "/web/carts", "")));
    String browsersLines = "/web/carts/" + browsersCart + "/lines";
    var _ = warm(() -> ben.browser("POST", browsersLines, line));
  }

  /** Asks again while processes are cold. */
  private static HttpResponse<String> warm(Callable<HttpResponse<String>> request) {
    return await()
        .atMost(Duration.ofMinutes(2))
        .until(request, answer -> answer.statusCode() / 100 == 2);
  }

  private static String id(HttpResponse<String> cart) {
    return tree(cart).get("id").asText();
  }

  /** What they ask for one after the other, again and again. */
  Page page(int number) {
    int round = number / 12;
    String product = "HB" + (FIRST + round % products);
    String word = WORDS.get(round % WORDS.size());
    return switch (number % 12) {
      case 0 -> byPhone("/mobile/v2/products/" + product);
      case 1 -> inBrowser("/web/products/" + product, false);
      case 2 -> byPhone("/mobile/v2/home");
      case 3 -> inBrowser("/web/home", false);
      case 4 -> byPhone("/mobile/v1/products?size=10&q=" + word);
      case 5 -> inBrowser("/web/search?q=" + word, false);
      case 6 -> byPhone("/mobile/v1/products");
      case 7 -> byPhone("/mobile/v1/products/" + product);
      case 8 -> byPhone("/mobile/v1/cart");
      case 9 -> inBrowser("/web/cart", true);
      case 10 -> byPhone("/mobile/v2/checkout-summary" + CHECKOUT + "&cartId=" + phonesCart);
      default -> inBrowser("/web/checkout" + CHECKOUT + "&cartId=" + browsersCart, true);
    };
  }

  /** Each page once. */
  List<Page> all() {
    Map<URI, Page> all = new HashMap<>();
    for (int number = 0; number < 12 * Math.max(products, WORDS.size()); number++) {
      Page page = page(number);
      all.put(page.address(), page);
    }
    return new ArrayList<>(all.values());
  }

  private Page byPhone(String path) {
    return new Page(at("mobile-bff", path), phone, false);
  }

  private Page inBrowser(String path, boolean ofASession) {
    return new Page(at("web-bff", path), browser, ofASession);
  }

  private URI at(String bff, String path) {
    return URI.create("http://localhost:" + port.applyAsInt(bff) + path);
  }
}
