package harbor.kit.bff.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizerTest {
  private static final String PATTERN = "HARBOR_MEDIA_RESIZER";
  private static final String KEY = "HARBOR_MEDIA_RESIZER_KEY";
  private static final String SALT = "HARBOR_MEDIA_RESIZER_SALT";

  /** The example of imgproxy's documentation: key "secret", salt "hello". */
  private static final Map<String, String> SIGNED =
      Map.of(
          PATTERN, "https://img.example/{signature}/rs:fit:{width}/plain/{source}",
          KEY, "736563726574",
          SALT, "68656C6C6F");

  @Test
  void resizer_isAbsent_whenNothingIsSet() {
    assertThat(Resizer.from(Environment.of(Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://img.example/{width}/{source}        |"
            + " https://img.example/120/https%3A%2F%2Ff%2Fl.jpg",
        "https://img.example/?url={source}&w={width} |"
            + " https://img.example/?url=https%3A%2F%2Ff%2Fl.jpg&w=120",
      })
  void url_fillsThePattern(String pattern, String expected) {
    assertThat(resizer(Map.of(PATTERN, pattern)).url("https://f/l.jpg", 120)).isEqualTo(expected);
  }

  @Test
  void signature_isImgproxys() {
    UrlSignature signature = resizer(SIGNED).signature().orElseThrow();

    assertThat(
            signature.of(
                "/rs:fill:300:400:0/g:sm/aHR0cDovL2V4YW1w/bGUuY29tL2ltYWdl/cy9jdXJpb3NpdHku/anBn.png"))
        .isEqualTo("oKfUtW34Dvo2BGQehJFR4Nr0_rIjOtdtzJ3QFsUcXH8");
  }

  @Test
  void url_isSignedOverWhatFollowsTheSignature() {
    Resizer resizer = resizer(SIGNED);
    String path = "/rs:fit:400/plain/https%3A%2F%2Ff%2Fl.jpg";

    assertThat(resizer.url("https://f/l.jpg", 400))
        .isEqualTo("https://img.example/" + resizer.signature().orElseThrow().of(path) + path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://img.example/{width}",
        "https://img.example/{source}",
        "https://img.example/{width}/{source}/{height}",
        "https://{source}/{width}",
        "img.example/{width}/{source}",
        "ftp://img.example/{width}/{source}",
        "off",
      })
  void pattern_isRefused_whenItMakesNoAddress(String pattern) {
    assertThatThrownBy(() -> resizer(Map.of(PATTERN, pattern)))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_MEDIA_RESIZER is '%s' (expected: an absolute http or https URL with {width} and {source})"
                .formatted(pattern));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://img.example/{width}/{source}             | key",
        "https://img.example/{signature}/{width}/{source} | none",
        "https://img.example/{width}/{source}/{signature} | key",
      })
  void pattern_isRefused_whenItsSignatureAndTheKeyDoNotBelongTogether(String pattern, String key) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.put(PATTERN, pattern);
    if (key.equals("none")) {
      settings.remove(KEY);
      settings.remove(SALT);
    }

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(
            "HARBOR_MEDIA_RESIZER is '%s' (expected: with {signature} before {width} and {source} exactly when HARBOR_MEDIA_RESIZER_KEY is set)"
                .formatted(pattern));
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, SALT})
  void keyAndSalt_areRefused_oneWithoutTheOther(String missing) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.remove(missing);

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageStartingWith(missing + " is '' (expected: set, as ");
  }

  @ParameterizedTest
  @ValueSource(strings = {KEY, SALT})
  void secret_isNotInTheMessage_whenItIsNoHexadecimal(String name) {
    Map<String, String> settings = new HashMap<>(SIGNED);
    settings.put(name, "Passw0rd");

    assertThatThrownBy(() -> resizer(settings))
        .isInstanceOf(InvalidSetting.class)
        .hasMessage(name + " is '***' (expected: an even number of hexadecimal digits)")
        .hasNoCause();
  }

  /** A proxy as imgproxy is one: the signature is checked over the path as it came. */
  @ParameterizedTest
  @ValueSource(ints = {120, 400, 1920})
  void imgproxy_givesTheWidth_andRefusesAnotherOne(int width) throws Exception {
    try (StandIn proxy = new StandIn()) {
      Map<String, String> settings = new HashMap<>(SIGNED);
      settings.put(PATTERN, proxy.at("/{signature}/rs:fit:{width}/plain/{source}"));
      String url = resizer(settings).url("https://f/a b.jpg?x=1&y=ü", width);

      assertThat(proxy.get(url))
          .isEqualTo("200 /rs:fit:" + width + "/plain/https://f/a b.jpg?x=1&y=ü");
      assertThat(proxy.get(url.replace("fit:" + width, "fit:9999"))).startsWith("403");
    }
  }

  @Test
  void proxyWithParameters_getsTheWholeSourceInOne() throws Exception {
    try (StandIn proxy = new StandIn()) {
      String pattern = proxy.at("/resize?width={width}&url={source}");
      String url = resizer(Map.of(PATTERN, pattern)).url("https://f/a.jpg?x=1&y=2", 400);

      assertThat(proxy.get(url)).isEqualTo("200 width=400 url=https://f/a.jpg?x=1&y=2");
    }
  }

  /** Stands in for a resizing proxy: says what it was asked for, where it would give a picture. */
  private static final class StandIn implements AutoCloseable {
    private final HttpServer server;

    StandIn() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", StandIn::answer);
      server.start();
    }

    String at(String path) {
      return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String get(String url) throws IOException, InterruptedException {
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
      }
    }

    private static void answer(HttpExchange exchange) throws IOException {
      URI asked = exchange.getRequestURI();
      boolean isSigned = asked.getRawQuery() == null;
      String path = asked.getRawPath();
      int end = path.indexOf('/', 1);
      boolean isGood = !isSigned || path.substring(1, end).equals(signature(path.substring(end)));
      String body =
          isSigned
              ? URLDecoder.decode(path.substring(end), UTF_8)
              : Stream.of(asked.getRawQuery().split("&", -1))
                  .map(parameter -> URLDecoder.decode(parameter, UTF_8))
                  .collect(joining(" "));
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(isGood ? 200 : 403, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    /** As imgproxy's documentation says it, on its own. */
    private static String signature(String path) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("secret".getBytes(UTF_8), "HmacSHA256"));
        mac.update("hello".getBytes(UTF_8));
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(mac.doFinal(path.getBytes(UTF_8)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  private static Resizer resizer(Map<String, String> settings) {
    return Resizer.from(Environment.of(settings)).orElseThrow();
  }
}
