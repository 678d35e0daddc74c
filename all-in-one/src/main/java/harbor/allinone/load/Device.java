package harbor.allinone.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A phone with the app or a browser with the shop's page, and what it keeps of its user: a token, a
 * guest's id, or cookies. Not safe for use by several threads.
 */
final class Device {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final Kind kind;
  private final URI bff;
  private final Tally tally;
  private final Map<String, String> headers = new HashMap<>();
  private final Map<String, String> cookies = new HashMap<>();

  /** A device that has not been used yet. */
  Device(HttpClient client, Kind kind, URI bff, Tally tally) {
    this.client = client;
    this.kind = kind;
    this.bff = bff;
    this.tally = tally;
    headers.put("Accept", "application/json");
    headers.put("X-Harbor-CSRF", "1");
    if (kind == Kind.BROWSER) {
      headers.put("Sec-Fetch-Site", "same-origin");
    }
  }

  /** Where what is. */
  enum Kind {
    /** The app. */
    PHONE(
        "/mobile/v2/home",
        "/mobile/v1/products?size=10&q=",
        "/mobile/v2/products/",
        "/mobile/v1",
        "/mobile/v2/checkout-summary"),
    /** The page. */
    BROWSER("/web/home", "/web/search?q=", "/web/products/", "/web", "/web/checkout");

    final String home;
    final String search;
    final String product;
    final String root;
    final String checkout;

    Kind(String home, String search, String product, String root, String checkout) {
      this.home = home;
      this.search = search;
      this.product = product;
      this.root = root;
      this.checkout = checkout;
    }

    String text() {
      return this == PHONE ? "phone" : "browser";
    }
  }

  /** What was answered; the body of what is no JSON, or of no answer, is missing. */
  record Answer(int status, JsonNode body) {
    boolean isFine() {
      return status < 300;
    }

    String text(String field) {
      return body.path(field).asText();
    }
  }

  Kind kind() {
    return kind;
  }

  /** Whether it has a home page for its user: the app has none for guests. */
  boolean hasHome() {
    return kind == Kind.BROWSER || headers.containsKey("Authorization");
  }

  /** Signs in with a token of the app. */
  void signsInWith(String token) {
    headers.put("Authorization", "Bearer " + token);
  }

  /** Signs in as the page does it, at the development provider. */
  void signsInAs(String person) throws InterruptedException {
    Optional<String> provider =
        sent(request(bff.resolve("/auth/login?return=/")).GET())
            .flatMap(answer -> answer.headers().firstValue("location"));
    Optional<URI> back =
        provider
            .map(URI::create)
            .flatMap(
                form -> {
                  try {
                    return sent(
                        HttpRequest.newBuilder(form)
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("person=" + person)));
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                  }
                })
            .flatMap(answer -> answer.headers().firstValue("location"))
            .map(URI::create);
    if (back.isPresent()) {
      sent(request(bff.resolve(back.get().getRawPath() + "?" + back.get().getRawQuery())).GET());
      String tag = get("sign in", "/auth/me").text("csrf");
      headers.put("X-Harbor-CSRF", tag.isEmpty() ? "1" : tag);
    }
  }

  Answer get(String name, String path) throws InterruptedException {
    return counted(name, request(bff.resolve(path)).GET());
  }

  Answer post(String name, String path, String body, String key) throws InterruptedException {
    HttpRequest.Builder request =
        request(bff.resolve(kind.root + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    return counted(name, key.isEmpty() ? request : request.header("Idempotency-Key", key));
  }

  /** A picture, by the address that a page gave. */
  void picture(String url) throws InterruptedException {
    counted("picture", HttpRequest.newBuilder(URI.create(url)).GET());
  }

  private HttpRequest.Builder request(URI address) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address);
    headers.forEach(request::setHeader);
    if (!cookies.isEmpty()) {
      request.setHeader(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private Answer counted(String name, HttpRequest.Builder request) throws InterruptedException {
    long start = System.nanoTime();
    Optional<HttpResponse<String>> answer = sent(request);
    tally.count(
        name.equals("picture") ? name : kind.text() + " " + name,
        answer.map(Device::ending).orElse(Tally.Ending.FAILED),
        Duration.ofNanos(System.nanoTime() - start));
    return answer
        .map(there -> new Answer(there.statusCode(), json(there.body())))
        .orElseGet(() -> new Answer(599, MissingNode.getInstance()));
  }

  private static Tally.Ending ending(HttpResponse<String> answer) {
    if (answer.statusCode() >= 400) {
      return answer.statusCode() < 500 ? Tally.Ending.REFUSED : Tally.Ending.FAILED;
    }
    return answer.headers().firstValue("x-degraded").isPresent()
        ? Tally.Ending.DEGRADED
        : Tally.Ending.ANSWERED;
  }

  /** Empty when nobody answers. */
  private Optional<HttpResponse<String>> sent(HttpRequest.Builder request)
      throws InterruptedException {
    try {
      HttpResponse<String> answer =
          client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
      answer.headers().firstValue("x-guest-id").ifPresent(id -> headers.put("X-Guest-Id", id));
      answer.headers().allValues("set-cookie").forEach(this::keep);
      return Optional.of(answer);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private void keep(String cookie) {
    String[] named = cookie.split(";", 2)[0].split("=", 2);
    if (named.length < 2 || named[1].isEmpty()) {
      cookies.remove(named[0]);
    } else {
      cookies.put(named[0], named[1]);
    }
  }

  private static JsonNode json(String body) {
    try {
      return body.startsWith("{") ? JSON.readTree(body) : MissingNode.getInstance();
    } catch (IOException _) {
      return MissingNode.getInstance();
    }
  }
}
