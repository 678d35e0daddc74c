package harbor.kit.bff.edge;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.google.protobuf.FieldMask;
import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.explain.ExplainKey;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.rpc.RpcClient;
import harbor.kit.runtime.Environment;
import harbor.kit.testing.LogCapture;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who shows a signature sees the calls made for its answer; everybody else sees nothing of it. */
class ExplainedRequestsIT {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final ExplainKey KEY = key("A".repeat(43) + "=");
  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");
  private static final String IDS =
      String.join(
          "\r\n",
          "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
          "X-Correlation-Id: c-1",
          "");

  private static TestBff bff;

  @BeforeAll
  static void start() {
    bff =
        TestBff.start(
            Optional.of(KEY),
            Map.of(
                "/picture",
                (_, request) ->
                    request.headers().contains("if-modified-since")
                        ? HttpResponse.of(HttpStatus.NOT_MODIFIED)
                        : HttpResponse.of(
                            ResponseHeaders.of(
                                HttpStatus.OK, "cache-control", "public, max-age=60"))));
    bff.timeIs(NOW);
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void screenMakesTwoCalls() {
    bff.screenDoes((scope, id) -> page(scope, id, CompletableFuture.completedFuture(id)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/lamp",
        "/things/lamp?x=%20y&z=%2f+%C3%bc&t=1:2",
        "/things/a%20lamp",
        "/catalogue/lamp",
        "/old/lamp"
      })
  void answer_hasTheCallsMadeForIt_andIsKeptByNobody(String target) throws Exception {
    Answer plain = get(target);

    Answer answer = get(target, signed(target), "If-None-Match: " + plain.header("etag"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("x-harbor-explain"))
        .satisfiesExactly(
            line -> assertThat(line).matches("request;end=\\d+\\.\\d;calls=2"),
            line ->
                assertThat(line)
                    .matches(
                        "catalog\\.product;plan=test\\.page;critical;start=\\d+\\.\\d;end=\\d+\\.\\d"
                            + ";outcome=ok;from=service;tries=0"),
            line ->
                assertThat(line)
                    .matches(
                        "reviews\\.rating;plan=test\\.page;start=\\d+\\.\\d;end=\\d+\\.\\d"
                            + ";outcome=unavailable;tries=0"));
    assertThat(answer.header("cache-control")).isEqualTo("private, no-store");
    assertThat(answer.headers()).doesNotContainKey("etag");
    assertThat(answer.header("x-schema-version")).isEqualTo(plain.header("x-schema-version"));
  }

  /** What is no screen makes no calls, and is kept by nobody either. */
  @Test
  void answerOfAnyService_isWhole_andKeptByNobody() throws Exception {
    Answer answer =
        get(
            "/picture",
            signed("/picture"),
            "If-Modified-Since: Mon, 30 Nov 2026 12:00:00 GMT",
            "X-Correlation-Id: c-1");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("cache-control")).isEqualTo("private, no-store");
    assertThat(answer.header("x-harbor-explain")).matches("request;end=\\d+\\.\\d;calls=0");
  }

  @Test
  void error_hasItsCallsToo() throws Exception {
    bff.screenDoes(
        (scope, id) ->
            page(
                scope,
                id,
                CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException())));

    Answer answer = get("/catalogue/lamp", signed("/catalogue/lamp"));

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.headers().get("x-harbor-explain"))
        .anyMatch(
            line ->
                line.startsWith("catalog.product;plan=test.page;critical;")
                    && line.contains(";end=")
                    && line.contains(";outcome=unavailable;"));
    assertThat(answer.header("cache-control")).isEqualTo("private, no-store");
  }

  @Test
  void headOfAPage_isExplained() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "HEAD", "/things/lamp", signed("/things/lamp"));

    assertThat(answer.headers().get("x-harbor-explain")).hasSize(3);
  }

  @Test
  void batch_hasTheCallsOfAllItsPages() {
    AggregatedHttpResponse answer =
        WebClient.of("h2c://127.0.0.1:" + bff.port())
            .execute(
                HttpRequest.of(
                    RequestHeaders.builder(HttpMethod.POST, "/batch")
                        .contentType(MediaType.X_PROTOBUF)
                        .set("x-harbor-explain", KEY.sign("/batch", NOW))
                        .build(),
                    HttpData.wrap(
                        FieldMask.newBuilder()
                            .addPaths("/things/a")
                            .addPaths("/catalogue/b")
                            .build()
                            .toByteArray())))
            .aggregate()
            .join();

    assertThat(answer.status()).isEqualTo(HttpStatus.OK);
    assertThat(answer.headers().getAll("x-harbor-explain")).hasSize(5);
  }

  @Test
  void rpc_hasThemInItsMetadata() {
    String target = "/harbor.test.rpc.v1.Screens/GetThingsById";
    try (RpcClient client = new RpcClient(bff.port(), bff.rpcs())) {
      RpcClient.Answer answer =
          client.get(
              "/things/{id}", "/things/lamp", Map.of("x-harbor-explain", KEY.sign(target, NOW)));

      assertThat(
              answer
                  .metadata()
                  .getAll(Metadata.Key.of("x-harbor-explain", Metadata.ASCII_STRING_MARSHALLER)))
          .hasSize(3);
    }
  }

  static Stream<String> invalidSignatures() {
    String target = "/catalogue/lamp";
    return Stream.of(
        "",
        "yes",
        KEY.sign("/catalogue/shade", NOW),
        KEY.sign(target + "?x=y", NOW),
        KEY.sign(target, NOW.minus(ExplainKey.LIFETIME)),
        KEY.sign(target, NOW.plus(Duration.ofDays(1))),
        key("B".repeat(42) + "A=").sign(target, NOW),
        KEY.sign(target, NOW) + "A");
  }

  /** Byte by byte, but for ids and the second, which each answer has of its own. */
  @ParameterizedTest
  @MethodSource("invalidSignatures")
  void invalidSignature_changesNothing_andIsADebugLineAtMost(String said) throws Exception {
    String etag = get("/catalogue/lamp").header("etag");
    try (LogCapture log = LogCapture.atDebug()) {
      for (String more : List.of("", IDS, "If-None-Match: " + etag + "\r\n")) {
        String plain = bytes(bff, "/catalogue/lamp", more);

        assertThat(bytes(bff, "/catalogue/lamp", more + "X-Harbor-Explain: " + said + "\r\n"))
            .isEqualTo(plain)
            .doesNotContainIgnoringCase("explain");
        assertThat(plain).startsWith(more.startsWith("If") ? "HTTP/1.1 304" : "HTTP/1.1 200");
      }
      assertThat(log.lines())
          .filteredOn(line -> line.getFormattedMessage().contains("xplain"))
          .allSatisfy(line -> assertThat(line.getLevel()).isEqualTo(Level.DEBUG))
          .noneMatch(line -> !said.isEmpty() && line.getFormattedMessage().contains(said));
    }
  }

  /** The counter-test of the one above, and what a BFF without a key makes of a good signature. */
  @Test
  void validSignature_changesTheAnswer_butNotWithoutAKey() throws Exception {
    String signed = signed("/catalogue/lamp") + "\r\n";

    assertThat(bytes(bff, "/catalogue/lamp", IDS + signed))
        .isNotEqualTo(bytes(bff, "/catalogue/lamp", IDS));

    try (TestBff other = TestBff.start(Optional.empty(), Map.of())) {
      other.screenDoes((scope, id) -> page(scope, id, CompletableFuture.completedFuture(id)));
      assertThat(bytes(other, "/catalogue/lamp", IDS + signed))
          .isEqualTo(bytes(other, "/catalogue/lamp", IDS));
    }
  }

  @Test
  void nothingIsNoted_ofARequestWithoutTheHeader() throws Exception {
    var _ = get("/things/lamp", signed("/things/shade"));
    assertThat(get("/things/lamp").headers()).doesNotContainKey("x-harbor-explain");
  }

  private static CompletableFuture<Page<FieldViolation>> page(
      RequestScope scope, String id, CompletableFuture<String> product) {
    CriticalCall<Object, String> critical =
        critical("catalog.product", (Object _) -> product).within(ofSeconds(30));
    OptionalCall<Object, Integer> optional =
        optional(
                "reviews.rating",
                (Object _) ->
                    CompletableFuture.<Integer>failedFuture(
                        Status.UNAVAILABLE.asRuntimeException()))
            .within(ofSeconds(30))
            .orElse(0);
    return new PlanRunner(PlanListener.NONE)
        .run(
            Plan.of("test.page", ofSeconds(60), critical, optional),
            scope,
            id,
            parts -> TestBff.view(parts.of(critical)))
        .thenApply(
            page ->
                page instanceof Page.Ready<FieldViolation> ready
                    ? new Page.Ready<>(ready.view(), List.of(), List.of())
                    : page);
  }

  private static Answer get(String target, String... headers) throws IOException {
    return RawHttp.request(bff.port(), "GET", target, headers);
  }

  private static String signed(String target) {
    return ExplainKey.HEADER + ": " + KEY.sign(target, NOW);
  }

  private static String bytes(TestBff of, String target, String headers) throws IOException {
    try (Socket socket = RawHttp.open(of.port())) {
      String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n";
      socket.getOutputStream().write((request + headers + "\r\n").getBytes(ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      while (!isWhole(answer.toString())) {
        answer.append((char) socket.getInputStream().read());
      }
      return answer
          .toString()
          .replaceAll("(?m)^date: .*", "date: now")
          .replaceAll("[0-9a-f]{32}", "trace")
          .replaceAll("(?m)^traceresponse: .*", "traceresponse: span")
          .replaceAll("(?m)^x-correlation-id: (?!c-1).*", "x-correlation-id: any");
    }
  }

  private static boolean isWhole(String answer) {
    int body = answer.indexOf("\r\n\r\n") + 4;
    Matcher length = LENGTH.matcher(answer);
    return body >= 4
        && (answer.startsWith("HTTP/1.1 304")
            || (length.find() && answer.length() == body + Integer.parseInt(length.group(1))));
  }

  private static ExplainKey key(String text) {
    return ExplainKey.from(Environment.of(Map.of("HARBOR_EXPLAIN_KEY", text))).orElseThrow();
  }
}
