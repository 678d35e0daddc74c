package harbor.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import harbor.kit.runtime.StartFailed;
import harbor.observability.Telemetry;
import harbor.observability.fault.FaultRule;
import harbor.observability.fault.Faults;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaIT {
  private static final String PICTURE = "/i/desk-lamp/HB1001/3-400.svg";
  private static final MediaSettings SETTINGS =
      new MediaSettings("127.0.0.1", 0, Duration.ofSeconds(5));

  private static Telemetry telemetry;
  private static Media media;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    telemetry = Telemetry.start(Media.PROCESS.name(), Map.of("OTEL_SDK_DISABLED", "true"));
    media = Media.start(SETTINGS, telemetry, Optional.empty());
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    media.close();
    telemetry.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 400, 1920})
  void picture_isAnSvg_inEachSize(int size) {
    HttpResponse<String> answer = get("/i/desk-lamp/HB1001/3-" + size + ".svg");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "content-type")).isEqualTo("image/svg+xml; charset=utf-8");
    assertThat(header(answer, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(header(answer, "content-security-policy")).startsWith("default-src 'none'");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.body()).startsWith("<svg").contains("width=\"" + size + "\"");
  }

  @Test
  void picture_goesWrong_asAFaultSays() throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    Faults faults = new Faults("media", () -> 0);
    try (Telemetry recording = Telemetry.recording("media", spans);
        Media faulty = Media.start(SETTINGS, recording, Optional.of(faults))) {
      URI address = URI.create("http://127.0.0.1:" + faulty.port() + PICTURE);
      HttpRequest request = HttpRequest.newBuilder(address).build();

      faults.turn(FaultRule.parse("media errors=100%"));
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(503);
      faults.turn(FaultRule.parse("media garbage"));
      assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("garbage");
      faults.turn(FaultRule.parse("media latency=20ms"));
      assertThat(client.send(request, BodyHandlers.ofString()).body()).startsWith("<svg");
      faults.turn(FaultRule.parse("media off"));
      assertThat(client.send(request, BodyHandlers.ofString()).body()).startsWith("<svg");
      await()
          .untilAsserted(
              () ->
                  assertThat(spans.getFinishedSpanItems())
                      .extracting(
                          span -> span.getAttributes().get(AttributeKey.stringKey("harbor.fault")))
                      .containsExactly("errors=100%", "garbage", "latency=20ms", null));
    }
  }

  /** Any cache may give it to anybody. */
  @Test
  void picture_namesNobody_whoeverAsks() {
    HttpResponse<String> answer =
        get(
            PICTURE,
            "x-correlation-id",
            "mine-alone",
            "traceparent",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    assertThat(header(answer, "cache-control")).startsWith("public");
    assertThat(answer.headers().map().toString())
        .doesNotContain("mine-alone", "0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void picture_hasOnlyHeaders_whenAskedByHead() {
    HttpResponse<String> whole = get(PICTURE);

    HttpResponse<String> head = send("HEAD", PICTURE);

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"content-length", "etag", "cache-control", "content-type"}) {
      assertThat(header(head, name)).as(name).isNotEmpty().isEqualTo(header(whole, name));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"GET | %s", "HEAD | %s", "GET | W/%s", "GET | \"other\", %s", "GET | *"})
  void picture_isNotSentAgain_whenItsTagIsKnown(String method, String known) {
    String tag = header(get(PICTURE), "etag");

    HttpResponse<String> answer = send(method, PICTURE, "if-none-match", known.formatted(tag));

    assertThat(tag).matches("\"[A-Za-z0-9_-]{43}\"");
    assertThat(answer.statusCode()).isEqualTo(304);
    assertThat(answer.body()).isEmpty();
    assertThat(header(answer, "etag")).isEqualTo(tag);
    assertThat(header(answer, "cache-control")).isEqualTo("public, max-age=31536000, immutable");
  }

  /** Two sizes differ in one number of three digits. */
  @Test
  void picture_isSent_whenTheTagIsThatOfAnother() {
    String other = header(get("/i/desk-lamp/HB1001/3-120.svg"), "etag");

    HttpResponse<String> answer = send("GET", PICTURE, "if-none-match", other);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "etag")).isNotEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/health",
        "/i/",
        "/i/mug.svg",
        "/i/desk-lamp/HB1001",
        "/i/zeppelin/HB1001/1-400.svg",
        "/i/desk-lamp/HB9999/1-400.svg",
        "/i/desk-lamp/HB1001/1-401.svg",
        "/i/desk-lamp/HB1001/0-400.svg",
        "/i/desk-lamp/HB1001/1-400.png",
        "/i/desk-lamp/%3Cscript%3E/1-400.svg",
        "/drawings/mug.svg",
        "/pictures/i/desk-lamp/HB1001/1-400.svg",
      })
  void error_is404_whenThereIsNoSuchPicture(String path) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "content-type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(header(answer, "cache-control")).isEqualTo("no-store");
    assertThat(answer.body()).isEqualTo("Not Found\n");
    assertThat(send("HEAD", path).body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE"})
  void error_is405_whenTheMethodIsAnother(String method) {
    HttpResponse<String> answer = send(method, PICTURE);

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(header(answer, "allow")).isEqualTo("GET, HEAD");
    assertThat(answer.body()).isEqualTo("Method Not Allowed\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/i/../images.svg",
        "/i/../../etc/passwd",
        "/i/%2e%2e/%2e%2e/etc/passwd",
        "/i/..%2f..%2fetc%2fpasswd",
        "/i/%252e%252e/etc/passwd",
        "/i/a/../1-400.svg",
        "/i/desk-lamp/..%2f../1-400.svg",
        "/i/desk-lamp/HB1001/..%5c1-400.svg",
        "/i/desk-lamp/HB1001/1-400.svg%00.png",
        "/i/desk-lamp/HB1001/1-400.svg%00.svg",
        "//i/../etc/passwd",
        "/i/..%2f..%2fdrawings/a/mug.svg",
        "/i/..%2f../drawings/mug.svg",
        "/i/%2e%2e%2f%2e%2e/drawings/mug.svg",
        "/i/x/..%2f..%2f../..%2fdrawings%2fmug.svg",
      })
  void path_leadsNowhere_whenItClimbs(String path) throws IOException {
    String answer = raw(path);

    assertThat(answer).matches("(?s)HTTP/1\\.1 (400|404) .*");
    assertThat(answer).doesNotContain("<svg", "root:", "Exception", "harbor");
  }

  /** The counter-test: the same file, were it asked for by its own name. */
  @Test
  void path_leadsToAPicture_whenItIsOne() throws IOException {
    assertThat(raw(PICTURE)).startsWith("HTTP/1.1 200 ").contains("<svg");
  }

  @Test
  void error_isPlain_whenTheRequestCannotBeRead() throws IOException {
    String answer = raw("/i/" + "x".repeat(4_000));

    assertThat(answer).startsWith("HTTP/1.1 414 ").doesNotContain("Exception", "armeria");
  }

  @Test
  void metrics_countAnswers_byRouteAndStatus() {
    get(PICTURE);

    assertThat(telemetry.scrape())
        .contains("service=\"media\"")
        .containsPattern(
            "http_server_request_duration_seconds_count\\{[^}]*"
                + "http_route=\"/i/\\{motif}/\\{product}/\\{file}\"");
  }

  @Test
  void start_saysWhichSettingHelps_whenThePortIsTaken() {
    MediaSettings taken = new MediaSettings("127.0.0.1", media.port(), Duration.ZERO);

    assertThatThrownBy(() -> Media.start(taken, telemetry, Optional.empty()))
        .isInstanceOf(StartFailed.class)
        .hasMessage(
            "media cannot listen on port %d: it is in use. Stop what listens there or set HARBOR_MEDIA_PORT."
                .formatted(media.port()));
  }

  private static HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  private static HttpResponse<String> send(String method, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + media.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  /**
   * To its end, not to that of the connection, which the server leaves to its client for a while.
   */
  private static String answer(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return head.toString();
      }
      head.append((char) next);
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertThat(length.find()).isTrue();
    return head + new String(in.readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
  }

  /** As no client would send it: nothing of the path is made neat. */
  private static String raw(String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), media.port())) {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n")
                  .getBytes(ISO_8859_1));
      return answer(socket.getInputStream());
    }
  }
}
