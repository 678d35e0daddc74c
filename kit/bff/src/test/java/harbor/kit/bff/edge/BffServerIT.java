package harbor.kit.bff.edge;

import static harbor.kit.bff.edge.TestBff.ready;
import static harbor.kit.bff.edge.TestBff.view;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get from a BFF for a page, over HTTP/1.1 and HTTP/2. */
class BffServerIT {
  private static final String LONG = "a text that becomes smaller when it is coded ".repeat(20);
  private static final String JSON = "Accept: application/json";

  private static TestBff bff;

  @BeforeAll
  static void start() {
    bff = TestBff.start();
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void screenShowsTheId() {
    bff.screenDoes((_, id) -> ready(id));
  }

  @Test
  void answer_leavesInOneWrite_headAndBody() throws Exception {
    byte[] piece = new byte[16 * 1024];
    try (Socket socket = RawHttp.open(bff.port())) {
      for (int i = 0; i < 50; i++) {
        socket.getOutputStream().write(RawHttp.head("GET", "/things/lamp", JSON).getBytes(UTF_8));
        int length = socket.getInputStream().read(piece);
        assertThat(new String(piece, 0, length, UTF_8)).contains("\r\n\r\n{").endsWith("}");
      }
    }
  }

  @Test
  void page_isProtobuf_whenTheClientHasNoWish() throws Exception {
    Answer answer = get("/things/lamp");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
    FieldViolation view = FieldViolation.parseFrom(answer.body().getBytes(ISO_8859_1));
    assertThat(view.getDescription()).isEqualTo("lamp");
    assertThat(view.getLocalizedMessage().getLocale()).isEqualTo(answer.header("x-trace-id"));
    assertThat(answer.headers())
        .containsEntry("cache-control", List.of("private, max-age=30"))
        .containsEntry("vary", List.of("Accept, Accept-Encoding, Accept-Language"))
        .containsEntry("x-schema-version", List.of("google.rpc.BadRequest.FieldViolation; 0.6"))
        .doesNotContainKeys("x-degraded", "server", "content-encoding");
  }

  @Test
  void page_isJson_whenTheClientAsksForIt() throws Exception {
    Answer answer = get("/things/lamp", JSON);

    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.body()).contains("\"description\":\"lamp\"");
    assertThat(answer.header("content-length")).isEqualTo(Integer.toString(answer.body().length()));
  }

  @Test
  void page_isTheSame_overHttp2() {
    AggregatedHttpResponse answer = http2().get("/things/lamp").aggregate().join();

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(answer.contentType()).isEqualTo(MediaType.X_PROTOBUF);
    assertThat(answer.headers().get("x-trace-id")).matches("[0-9a-f]{32}");
    assertThat(answer.headers().get(HttpHeaderNames.ETAG)).isNotNull();
  }

  @Test
  void entityTag_differsByFormatAndCoding_andIsTheSameTheNextTime() throws Exception {
    bff.screenDoes((_, _) -> ready(LONG));

    String protobuf = tag();
    String json = tag(JSON);
    String gzip = tag(JSON, "Accept-Encoding: gzip");
    String brotli = tag(JSON, "Accept-Encoding: br");
    String zstd = tag(JSON, "Accept-Encoding: zstd");

    assertThat(List.of(protobuf, json, gzip, brotli, zstd)).doesNotHaveDuplicates();
    // The trace id in meta differs every time.
    assertThat(tag(JSON)).isEqualTo(json);
    assertThat(tag(JSON, "Accept-Encoding: gzip")).isEqualTo(gzip);
  }

  @Test
  void entityTag_differs_whenTheViewDoes() throws Exception {
    String lamp = tag(JSON);
    bff.screenDoes((_, _) -> ready("another lamp"));

    assertThat(tag(JSON)).isNotEqualTo(lamp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept-Encoding: identity", "Accept-Encoding: gzip"})
  void notModified_hasTheHeadersOfThePage_andNoBody(String coding) throws Exception {
    bff.screenDoes((_, _) -> ready(LONG));
    Answer page = get("/things/lamp", JSON, coding);

    Answer again = get("/things/lamp", JSON, coding, "If-None-Match: " + page.header("etag"));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    for (String name :
        List.of("etag", "cache-control", "vary", "x-schema-version", "content-type")) {
      assertThat(again.header(name)).isEqualTo(page.header(name));
    }
    assertThat(again.optionalHeader("content-encoding"))
        .isEqualTo(page.optionalHeader("content-encoding"));
    assertThat(again.header("x-trace-id")).matches("[0-9a-f]{32}");
    assertThat(again.optionalHeader("content-length").orElse(page.header("content-length")))
        .as("a length, if any, is the page's")
        .isEqualTo(page.header("content-length"));
  }

  /** As Apache makes of it when it compresses the page on its way. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "$-gzip\"        | 304",
        "W/$-gzip\"      | 304",
        "\"x\", $-gzip\" | 304",
        "$-br\"          | 200",
        "$-gzip-gzip\"   | 200"
      })
  void notModified_alsoWhenAProxyHasMarkedTheTag(String marked, int status) throws Exception {
    String tag = tag(JSON);
    String known = marked.replace("$", tag.substring(0, tag.length() - 1));

    Answer again = get("/things/lamp", JSON, "Accept-Encoding: gzip", "If-None-Match: " + known);

    assertThat(again.status()).isEqualTo(status);
    assertThat(again.header("etag")).isEqualTo(tag);
    assertThat(again.body().isEmpty()).isEqualTo(status == 304);
  }

  @Test
  void page_isSentWhole_whenTheTagIsOfAnotherFormat() throws Exception {
    String protobuf = tag();

    Answer answer = get("/things/lamp", JSON, "If-None-Match: " + protobuf);

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void wishes_countAlsoWhenTheyStandOnSeveralLines() throws Exception {
    String json = tag(JSON);

    Answer answer =
        get(
            "/things/lamp",
            "Accept: text/html",
            JSON,
            "If-None-Match: \"another\"",
            "If-None-Match: " + json);

    assertThat(answer.status()).isEqualTo(304);
  }

  @Test
  void degradedPage_saysWhatIsMissing_andIsKeptByNobody() throws Exception {
    bff.screenDoes(
        (_, id) ->
            CompletableFuture.completedFuture(
                new Page.Ready<>(
                    view(id), List.of("reviews.rating", "inventory.stock"), List.of())));

    Answer answer = get("/things/lamp", JSON, "If-None-Match: *");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers())
        .containsEntry("x-degraded", List.of("reviews.rating, inventory.stock"))
        .containsEntry("cache-control", List.of("no-store"))
        .doesNotContainKey("etag");
  }

  @Test
  void head_hasTheHeadersOfGet_andNoBody() throws Exception {
    Answer get = get("/things/lamp", JSON);

    Answer head = RawHttp.request(bff.port(), "HEAD", "/things/lamp", JSON);

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().keySet()).isEqualTo(get.headers().keySet());
    assertThat(head.header("etag")).isEqualTo(get.header("etag"));
    assertThat(head.header("content-length")).isEqualTo(get.header("content-length"));
  }

  @Test
  void head_hasTheHeadersOfGet_andNoBody_overHttp2() {
    WebClient client = http2();
    AggregatedHttpResponse get = client.get("/things/lamp").aggregate().join();

    AggregatedHttpResponse head = client.head("/things/lamp").aggregate().join();

    assertThat(head.status()).isEqualTo(HttpStatus.OK);
    assertThat(head.content().isEmpty()).isTrue();
    assertThat(head.headers().get(HttpHeaderNames.ETAG))
        .isEqualTo(get.headers().get(HttpHeaderNames.ETAG));
    assertThat(head.headers().contentLength()).isEqualTo(get.headers().contentLength());
  }

  @Test
  void unknownId_is404_withTheCodeOfTheReason() throws Exception {
    Miss miss = Miss.of(Status.Code.NOT_FOUND, "UNKNOWN_THING");
    bff.screenDoes(
        (_, _) -> CompletableFuture.completedFuture(new Page.Failed<>("thing.get", miss)));

    Answer answer = get("/things/lamp", JSON);

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body()).contains("THING_NOT_FOUND").contains(answer.header("x-trace-id"));
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, 503, THING_UNAVAILABLE",
    "RESOURCE_EXHAUSTED, 503, THING_UNAVAILABLE",
    "DATA_LOSS, 503, THING_UNAVAILABLE",
    "CANCELLED, 503, THING_UNAVAILABLE",
    "DEADLINE_EXCEEDED, 504, THING_UNAVAILABLE",
    "INVALID_ARGUMENT, 400, INVALID_ARGUMENT",
  })
  void criticalMiss_becomesItsStatusAndCode_andIsCounted(Status.Code said, int status, String code)
      throws Exception {
    bff.screenDoes(
        (_, _) ->
            CompletableFuture.completedFuture(
                new Page.Failed<>("thing.get", Miss.of(said, "SOME_REASON"))));

    Answer answer = get("/things/lamp", JSON);

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).contains('"' + code + '"').doesNotContain("SOME_REASON");
    assertThat(bff.errors("/things/{id}", code, "thing.get")).isPositive();
  }

  @Test
  void health_answersOverGrpc() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", bff.port()).usePlaintext().build();
    try {
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      channel.shutdownNow();
    }
  }

  private Answer get(String target, String... headers) throws IOException {
    return RawHttp.request(bff.port(), "GET", target, headers);
  }

  private String tag(String... headers) throws IOException {
    return get("/things/lamp", headers).header("etag");
  }

  private WebClient http2() {
    return WebClient.builder("h2c://127.0.0.1:" + bff.port())
        .factory(ClientFactory.ofDefault())
        .build();
  }
}
