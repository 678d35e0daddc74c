package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One person at a store, with a phone and a browser. Not safe for use by several threads. */
public final class Visitor {
  /**
   * How a signed token begins: its head, in base64url. Three letters alone come up by chance in the
   * ids of a hundred thousand spans, whose bytes are printed as text.
   */
  static final String SIGNED = "eyJ[\\w-]{10}";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Store store;
  private final ToIntFunction<String> port;

  /** Cookies by name, of the browser at the web BFF. */
  private final Map<String, String> jar = new HashMap<>();

  /** What the browser's page sends with changes. */
  private String tag = "1";

  Visitor(Store store) {
    this(store, store::port);
  }

  /**
   * One who asks other BFFs.
   *
   * @param port of a BFF by its name
   */
  public Visitor(Store store, ToIntFunction<String> port) {
    this.store = store;
    this.port = port;
  }

  /**
   * The code flow as a browser walks it, at the development provider.
   *
   * @return what it was given on the way that nobody else may have: code and state
   */
  public List<String> signIn(String person) throws Exception {
    // Asked again while the provider is late, as people do.
    String provider =
        location(
            await()
                .atMost(Duration.ofSeconds(30))
                .until(
                    () -> browser("GET", "/auth/login?return=/", ""),
                    answer -> answer.statusCode() < 500));
    HttpResponse<String> chosen =
        send(
            HttpRequest.newBuilder(URI.create(provider))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("person=" + person)));
    URI callback = URI.create(location(chosen));
    HttpResponse<String> back =
        browser("GET", callback.getRawPath() + "?" + callback.getRawQuery(), "");
    assertThat(location(back)).isEqualTo("/");
    tag = tree(browser("GET", "/auth/me", "")).get("csrf").asText();
    return Stream.of(callback.getRawQuery().split("&", -1))
        .filter(parameter -> parameter.matches("(code|state)=.+"))
        .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
        .toList();
  }

  /** The browser's cookies, by name. */
  public Map<String, String> cookies() {
    return Map.copyOf(jar);
  }

  /** All of them, as the browser sends them. */
  String cookie() {
    return jar.entrySet().stream().map(Object::toString).collect(Collectors.joining("; "));
  }

  /** What the browser's page sends with changes, in {@code X-Harbor-CSRF}. */
  String csrf() {
    return tag;
  }

  /** A request of the app, which takes JSON. */
  public HttpResponse<String> phone(String method, String path, String body, String... headers)
      throws Exception {
    return at("mobile-bff", method, path, body, headers);
  }

  /** A request of the app at another BFF. */
  HttpResponse<String> at(String bff, String method, String path, String body, String... headers)
      throws Exception {
    return send(
        request("http://127.0.0.1:" + port.applyAsInt(bff) + path, method, body)
            .headers(
                Stream.concat(Stream.of("Accept", "application/json"), Stream.of(headers))
                    .toArray(String[]::new)));
  }

  /** A request of a page in the browser. */
  public HttpResponse<String> browser(String method, String path, String body, String... headers)
      throws Exception {
    HttpResponse<String> answer = send(browsers(method, path, body, headers));
    for (String cookie : answer.headers().allValues("set-cookie")) {
      String[] named = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
      if (named[1].isEmpty()) {
        jar.remove(named[0]);
      } else {
        jar.put(named[0], named[1]);
      }
    }
    return answer;
  }

  /** A stream that a page in the browser follows: its lines, until it ends. */
  Stream<String> followed(String path) throws Exception {
    HttpResponse<Stream<String>> stream =
        CLIENT.send(browsers("GET", path, "").build(), BodyHandlers.ofLines());
    assertThat(stream.statusCode()).isEqualTo(200);
    return stream.body();
  }

  /** With its cookies. */
  private HttpRequest.Builder browsers(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        request("http://localhost:" + port.applyAsInt("web-bff") + path, method, body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!method.equals("GET")) {
      request.header("X-Harbor-CSRF", tag).header("Sec-Fetch-Site", "same-origin");
    }
    if (!jar.isEmpty()) {
      request.header("Cookie", cookie());
    }
    return request;
  }

  private static HttpRequest.Builder request(String url, String method, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(30));
    return body.isEmpty()
        ? request.method(method, HttpRequest.BodyPublishers.noBody())
        : request
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
  }

  /** Of a stream, what came up to the end of its first event. */
  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(
        request.build(),
        head -> isStream(head) ? new FirstEvent() : BodySubscribers.ofString(UTF_8));
  }

  private static boolean isStream(HttpResponse.ResponseInfo head) {
    return head.headers()
        .firstValue("content-type")
        .filter(type -> type.startsWith("text/event-stream"))
        .isPresent();
  }

  private static String location(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElse("status " + answer.statusCode());
  }

  /** The JSON of an answer. */
  public static JsonNode tree(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer that must be a success. */
  static HttpResponse<String> accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isBetween(200, 299);
    return answer;
  }

  /** What the browser is offered for a cart, asked again while it is late, as pages do. */
  JsonNode offer(String cart) {
    return tree(
        await()
            .until(
                () -> browser("GET", "/web/checkout?country=DE&cartId=" + cart, ""),
                answer -> answer.statusCode() == 200));
  }

  /** What a command of the running store's prints, which must succeed. */
  String said(String... arguments) throws Exception {
    Path errors = Files.createTempFile("said", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(Store.command(arguments)).redirectError(errors.toFile());
    builder.environment().putAll(store.environment());
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return out;
  }
}
