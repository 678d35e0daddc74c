package harbor.e2e;

import static harbor.e2e.Visitor.tree;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.e2e.inprocess.SharedCache;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The running store behind a real nginx with the configuration that is shipped. */
class BehindNginxIT {
  private static final String LANTERN = "HB1016";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static SharedCache nginx;

  private final Visitor admin =
      new Visitor(
          RunningStore.get(), bff -> bff.equals("web-bff") ? nginx.webPort() : nginx.mobilePort());

  @BeforeAll
  static void start() {
    Store store = RunningStore.get();
    nginx = SharedCache.start(store.port("web-bff"), store.port("mobile-bff"), store.port("media"));
  }

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
  }

  @BeforeEach
  void signIn() throws Exception {
    admin.signIn("grace");
  }

  /** A2 of the cases of screens: compression on the way makes tags weak or gives them an end. */
  @ParameterizedTest
  @ValueSource(strings = {"identity", "gzip", "br", "gzip, br, zstd"})
  void rowsOfAPage_areEdited_withTheVersionsThatItShows(String encoding) throws Exception {
    JsonNode rows = tree(admin.browser("GET", "/web/admin/products?pageSize=50", "")).get("rows");
    assertThat(rows).hasSize(50);
    for (JsonNode row : rows) {
      long version = row.get("version").asLong();
      for (String tag : tags(version)) {
        assertThat(edited(row, tag, encoding).statusCode()).as(tag).isEqualTo(200);
      }
    }
    for (String tag : tags(rows.get(0).get("version").asLong() + 1)) {
      assertThat(edited(rows.get(0), tag, encoding).statusCode()).as(tag).isEqualTo(412);
    }
  }

  /** The forms that a tag comes back in. */
  private static List<String> tags(long version) {
    return List.of(
        "\"%d\"".formatted(version),
        "W/\"%d\"".formatted(version),
        "\"%d-gzip\"".formatted(version));
  }

  /** To what it is already, so that its version stays. */
  private HttpResponse<String> edited(JsonNode row, String tag, String encoding) throws Exception {
    return admin.browser(
        "PATCH",
        "/web/admin/products/" + row.get("id").asText(),
        "{\"published\":%s}".formatted(row.get("published").asBoolean()),
        "If-Match",
        tag,
        "Accept-Encoding",
        encoding);
  }

  /** E5 of the cases of screens: nothing in between holds events back. */
  @ParameterizedTest
  @CsvSource({
    "true, /web/events, text/event-stream",
    "false, /mobile/v1/events, text/event-stream",
    "false, /mobile/v1/events, application/x-protobuf"
  })
  void events_passAsTheyCome(boolean isWeb, String path, String type) throws Exception {
    int port = isWeb ? nginx.webPort() : nginx.mobilePort();
    try (Stream stream = Stream.of(port, path + "?products=" + LANTERN, type)) {
      stream.awaits("available");
      JsonNode places = stock().get("places");
      assertThat(places).isNotEmpty();
      put(places, _ -> 0);
      try {
        stream.awaits("out_of_stock");
      } finally {
        put(places, place -> place.get("onHand").asLong());
      }

      stream.awaits("available");
      assertThat(stream.head())
          .containsIgnoringCase("content-type: " + type)
          .containsIgnoringCase("cache-control: no-store, no-transform")
          .doesNotContainIgnoringCase("content-encoding");
    }
  }

  private JsonNode stock() throws Exception {
    return tree(admin.browser("GET", "/web/admin/stock?id=" + LANTERN, "")).at("/rows/0");
  }

  private void put(JsonNode places, ToLongFunction<JsonNode> pieces) throws Exception {
    List<String> counted = new ArrayList<>();
    places.forEach(
        place ->
            counted.add(
                "{\"placeId\":%s,\"onHand\":%d}"
                    .formatted(place.get("placeId"), pieces.applyAsLong(place))));
    HttpResponse<String> changed =
        admin.browser(
            "PATCH",
            "/web/admin/stock/" + LANTERN,
            "{\"places\":%s}".formatted(counted),
            "If-Match",
            "\"%d\"".formatted(stock().get("version").asLong()));
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
  }

  /** What comes over a connection of HTTP/1.1, while it comes. */
  private record Stream(Socket socket, AtomicReference<String> got, AtomicInteger from)
      implements AutoCloseable {
    static Stream of(int port, String path, String type) throws IOException {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nhost: shop.test\r\naccept: %s\r\naccept-encoding: gzip, br\r\n\r\n"
                  .formatted(path, type)
                  .getBytes(UTF_8));
      Stream stream = new Stream(socket, new AtomicReference<>(""), new AtomicInteger());
      Thread.startVirtualThread(stream::read);
      return stream;
    }

    private void read() {
      byte[] buffer = new byte[4 * 1024];
      try (InputStream in = socket.getInputStream()) {
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
          add(new String(buffer, 0, length, ISO_8859_1));
        }
        add("\n(ended)");
      } catch (IOException e) {
        add(e.toString());
      }
    }

    private void add(String text) {
      got.updateAndGet(before -> before + text);
    }

    /** Until a text has come, after the one before. */
    void awaits(String text) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(got.get().substring(from.get())).contains(text));
      from.set(got.get().indexOf(text, from.get()) + text.length());
    }

    String head() {
      return got.get().substring(0, got.get().indexOf("\r\n\r\n"));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
