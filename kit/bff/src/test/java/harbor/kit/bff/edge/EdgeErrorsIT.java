package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ShuttingDownException;
import com.linecorp.armeria.server.HttpStatusException;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.plan.Page;
import harbor.kit.runtime.LogFields;
import harbor.kit.testing.LogCapture;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a BFF answers to what it cannot answer: its own form of errors, and nothing internal. */
class EdgeErrorsIT {
  private static final String JSON = "Accept: application/json";

  private static TestBff bff;
  private LogCapture log;

  @BeforeAll
  static void start() {
    bff =
        TestBff.start(
            Map.of(
                "/reads",
                (_, request) ->
                    HttpResponse.of(request.aggregate().thenApply(_ -> HttpResponse.of(200))),
                "/throws",
                (ctx, _) -> {
                  int status = Integer.parseInt(String.valueOf(ctx.queryParam("status")));
                  throw status < 0 ? ShuttingDownException.get() : HttpStatusException.of(status);
                },
                "/late",
                (ctx, _) -> {
                  ctx.timeoutNow();
                  return HttpResponse.of(new CompletableFuture<>());
                },
                "/late-with-all",
                (ctx, request) -> {
                  var _ = request.aggregate().thenRun(ctx::timeoutNow);
                  return HttpResponse.of(new CompletableFuture<>());
                },
                "/speaks",
                (ctx, _) -> {
                  ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, "de");
                  throw HttpStatusException.of(503);
                }));
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void capture() {
    bff.screenDoes((_, id) -> TestBff.ready(id));
    log = LogCapture.of(FailureLog.class);
  }

  @AfterEach
  void release() {
    log.close();
  }

  @Test
  void unknownRoute_is404() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/nowhere", JSON);

    assertError(answer, 404, "NOT_FOUND");
    assertThat(answer.header("x-correlation-id")).matches("[0-9a-f]{16}");
  }

  @Test
  void methodThatTheRouteDoesNotKnow_is405_andSaysWhichItKnows() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "POST", "/things/lamp", JSON, "Content-Length: 0");

    assertError(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"})
  void otherMethods_areRefusedTheSameWay(String method) throws Exception {
    Answer answer = RawHttp.request(bff.port(), method, "/things/lamp", JSON, "Content-Length: 0");

    assertError(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.header("allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void methodThatNobodyKnows_isRefused() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "BREW", "/things/lamp", JSON);

    assertThat(answer.status()).isBetween(400, 501);
    assertClean(answer);
  }

  @Test
  void formThatWeDoNotHave_is406() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/things/lamp", "Accept: text/html");

    assertThat(answer.status()).isEqualTo(406);
    assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
    assertThat(answer.body()).contains("NOT_ACCEPTABLE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Accept: ;;;", "Accept: ,", "Accept: a/b/c;q=x", "Accept: \"", "Accept: /"})
  void acceptThatMakesNoSense_isRefused(String accept) throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/things/lamp", accept);

    assertThat(answer.status()).isEqualTo(406);
    assertClean(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/a%00b",
        "/things/a%20",
        "/things/%C2%A0",
        "/things/a%5Cb",
        "/things/a%2Fb",
        "/things/%E2%80%AE"
      })
  void malformedId_isRefused(String target) throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", target, JSON);

    assertThat(answer.status()).isIn(400, 404);
    assertClean(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "a%20b, a b",
    "sku:1+2, sku:1+2",
    "gr%C3%B6%C3%9Fe, größe",
    "%5BM%5D, [M]",
    "50%25, 50%",
    "a%3Fb%23c, a?b#c",
    "a%3Bb, a;b",
    "%22, \"",
    "%F0%9F%92%A3, 💣"
  })
  void id_isWhatCanStandInASegment_decoded(String segment, String id) throws Exception {
    bff.screenDoes((_, asked) -> TestBff.ready(asked));

    Answer answer = RawHttp.request(bff.port(), "GET", "/things/" + segment, JSON);

    assertThat(answer.status()).isEqualTo(200);
    String body = new String(answer.body().getBytes(ISO_8859_1), UTF_8);
    assertThat(new ObjectMapper().readTree(body).get("description").asText()).isEqualTo(id);
  }

  @Test
  void malformedId_is400_namingTheField() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/things/a%20", JSON);

    assertError(answer, 400, "INVALID_ARGUMENT");
    assertThat(answer.body()).contains("id is malformed (expected: 1 to 64 characters without '/'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/things/%zz", "/things/../../etc/passwd", "/things/%", "things", "*"})
  void strangeTarget_isRefused(String target) throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", target, JSON);

    assertThat(answer.status()).isBetween(400, 499);
    assertClean(answer);
  }

  @Test
  void requestLineOverItsLimit_is414() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/things/" + "a".repeat(10_000), JSON);

    assertThat(answer.status()).isEqualTo(414);
    assertClean(answer);
  }

  @Test
  void headersOverTheirLimit_are431() throws Exception {
    Answer answer =
        RawHttp.request(bff.port(), "GET", "/things/lamp", "X-Large: " + "a".repeat(20_000));

    assertThat(answer.status()).isEqualTo(431);
    assertClean(answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE||",
        "GET||",
        "GET /things/lamp HTTP/1.1|Host: localhost|no colon here|Connection: close||",
        "POST /things/lamp HTTP/1.1|Host: localhost|Content-Length: x||",
        "POST /things/lamp HTTP/1.1|Host: localhost|Content-Length: 1|Content-Length: 2||"
      })
  void malformedRequest_isRefused(String lines) throws Exception {
    Answer answer = RawHttp.send(bff.port(), lines.replace("|", "\r\n"));

    assertThat(answer.status()).isBetween(400, 505);
    assertThat(answer.status()).isNotEqualTo(500);
    assertClean(answer);
  }

  /** Lines of a request, with a bar between them; {@code $} is what it accepts. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "400; GET /things/50%off HTTP/1.1|Host: localhost|$",
        "400; GET /things/% HTTP/1.1|Host: localhost|$",
        "400; GET things HTTP/1.1|Host: localhost|$",
        "400; GET * HTTP/1.1|$|Host: localhost",
        "405; BREW /things/lamp HTTP/1.1|Host: localhost|$",
        "400; GARBAGE|$",
        "400; GET|$",
        "400; GET /things/lamp HTTP/1.1|$",
        "400; GET /things/lamp HTTP/1.1|Host: a|Host: b|$",
        "400; GET /things/lamp HTTP/1.1|Host: localhost|no colon here|$",
        "400; GET /things/lamp HTTP/1.1|Host: localhost|X: \u0001|$",
        "400; POST /things/lamp HTTP/1.1|Host: localhost|$|Content-Length: x",
        "400; POST /things/lamp HTTP/1.1|$|Host: localhost|Content-Length: 1|Content-Length: 2",
        "414; GET /things/LONG HTTP/1.1|Host: localhost|$",
        "431; GET /things/lamp HTTP/1.1|Host: localhost|X: LONGLONG|$",
        "431; GET /things/lamp HTTP/1.1|Host: localhost|$|X: LONGLONGLONG"
      })
  void errorBeforeRouting_isInTheFormThatIsAccepted(int status, String lines) throws Exception {
    String request = lines.replace("LONG", "a".repeat(9_000)).replace("|", "\r\n") + "\r\n\r\n";
    for (String kept : List.of("", RawHttp.head("GET", "/things/lamp", "Accept: */*"))) {
      for (String accept :
          List.of("Accept: application/json", "accept:text/x, application/json;q=0.5")) {
        assertError(answerBehind(kept, request.replace("$", accept)), status);
      }
      Answer binary = answerBehind(kept, request.replace("$", "Accept: application/x-protobuf"));
      assertThat(binary.status()).isEqualTo(status);
      assertThat(binary.header("content-type")).isEqualTo("application/x-protobuf");
      assertClean(binary);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Accept: \u0000", "Accept: \u00e4", "Accept: ,", "X: y"})
  void errorBeforeRouting_isInTheFirstForm_whenNoneCanBeRead(String accept) throws Exception {
    Answer answer = RawHttp.send(bff.port(), "GARBAGE\r\n" + accept + "\r\n\r\n");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-type")).isEqualTo("application/x-protobuf");
    assertClean(answer);
  }

  /** On the connection of a request before it. */
  private static Answer answerBehind(String before, String request) throws IOException {
    try (Socket socket = RawHttp.open(bff.port())) {
      if (!before.isEmpty()) {
        socket.getOutputStream().write(before.getBytes(ISO_8859_1));
        assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(200);
      }
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return RawHttp.read(socket.getInputStream(), false);
    }
  }

  private static void assertError(Answer answer, int status) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.optionalHeader("allow").isPresent()).isEqualTo(status == 405);
    assertClean(answer);
  }

  @Test
  void bodyOverItsLimit_is413_whenAServiceReadsIt() {
    AggregatedHttpResponse answer =
        WebClient.of("h2c://127.0.0.1:" + bff.port())
            .prepare()
            .post("/reads")
            .header(HttpHeaderNames.ACCEPT, "application/json")
            .content(MediaType.OCTET_STREAM, new byte[2 * 1024 * 1024])
            .execute()
            .aggregate()
            .join();

    assertThat(answer.status().code()).isEqualTo(413);
    assertThat(answer.contentUtf8()).contains("\"TOO_LARGE\"");
    assertThat(log.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "429, 429, RATE_LIMITED",
    "502, 502, INTERNAL",
    "-1, 503, UNAVAILABLE",
  })
  void serviceThatRefuses_isNoBug(int thrown, int status, String code) throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/throws?status=" + thrown, JSON);

    assertError(answer, status, code);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void timeOfTheServer_is504_whenTheRequestWasThere() throws Exception {
    Answer get = RawHttp.request(bff.port(), "GET", "/late", JSON);
    Answer post =
        RawHttp.send(
            bff.port(), RawHttp.head("POST", "/late-with-all", JSON, "Content-Length: 4") + "body");

    assertError(get, 504, "TIMEOUT");
    assertError(post, 504, "TIMEOUT");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void timeOfTheServer_is408_whenTheClientHasNotSentAll() throws Exception {
    Answer answer =
        RawHttp.send(
            bff.port(), RawHttp.head("POST", "/late", JSON, "Content-Length: 400") + "body");

    assertError(answer, 408, "REQUEST_TIMEOUT");
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void error_isInEnglish_inWhicheverLanguageThePageWouldHaveBeen() throws Exception {
    Answer answer = RawHttp.request(bff.port(), "GET", "/speaks", JSON);

    assertError(answer, 503, "UNAVAILABLE");
  }

  @Test
  void errors_areCountedByRouteAndCode() throws Exception {
    RawHttp.request(bff.port(), "GET", "/things/a%20b", JSON);
    RawHttp.request(bff.port(), "GET", "/nowhere/at/all", JSON);
    RawHttp.request(bff.port(), "GET", "/throws?status=429", JSON);

    assertThat(bff.errors("/things/{id}", "INVALID_ARGUMENT", "none")).isPositive();
    assertThat(bff.errors("none", "NOT_FOUND", "none")).isPositive();
    assertThat(bff.errors("/throws", "RATE_LIMITED", "none")).isPositive();
  }

  @Test
  void screenThatThrows_is500_loggedOnceWithItsTrace() throws Exception {
    IllegalStateException bug = new IllegalStateException("a secret");
    bff.screenDoes(
        (_, _) -> {
          throw bug;
        });

    assertBug(RawHttp.request(bff.port(), "GET", "/things/lamp", JSON), bug);
  }

  @Test
  void screenThatFails_is500_loggedOnceWithItsTrace() throws Exception {
    IllegalStateException bug = new IllegalStateException("a secret");
    bff.screenDoes((_, _) -> CompletableFuture.failedFuture(bug));

    assertBug(RawHttp.request(bff.port(), "GET", "/things/lamp", JSON), bug);
  }

  @Test
  void screenThatFailsLater_is500_loggedOnceWithItsTrace() throws Exception {
    IllegalStateException bug = new IllegalStateException("a secret");
    bff.screenDoes(
        (_, _) ->
            CompletableFuture.supplyAsync(
                () -> {
                  throw bug;
                }));

    assertBug(RawHttp.request(bff.port(), "GET", "/things/lamp", JSON), bug);
  }

  @Test
  @SuppressWarnings("NullAway") // what NullAway forbids, a screen without it can do
  void screenThatGivesNoPage_is500_loggedOnceWithItsTrace() throws Exception {
    bff.screenDoes((_, _) -> CompletableFuture.<Page<FieldViolation>>completedFuture(null));

    assertBug(RawHttp.request(bff.port(), "GET", "/things/lamp", JSON), null);
  }

  @Test
  void screenThatFails_is500_overHttp2() {
    bff.screenDoes((_, _) -> CompletableFuture.failedFuture(new IllegalStateException("a secret")));

    AggregatedHttpResponse answer =
        WebClient.of("h2c://127.0.0.1:" + bff.port())
            .execute(
                RequestHeaders.of(
                    HttpMethod.GET, "/things/lamp", HttpHeaderNames.ACCEPT, "application/json"))
            .aggregate()
            .join();

    assertThat(answer.status().code()).isEqualTo(500);
    assertThat(answer.contentUtf8()).contains("\"INTERNAL\"").doesNotContain("secret");
  }

  private void assertBug(Answer answer, @Nullable Throwable bug) {
    assertError(answer, 500, "INTERNAL");
    assertThat(answer.header("x-correlation-id")).isNotEmpty();
    assertThat(log.lines()).hasSize(1);
    var line = log.lines().getFirst();
    assertThat(line.getFormattedMessage()).matches("GET /things/.*id.* ended with a bug");
    assertThat(line.getMDCPropertyMap())
        .containsEntry(LogFields.SERVICE, "test-bff")
        .containsEntry(LogFields.TRACE, answer.header("x-trace-id"))
        .containsEntry(LogFields.CORRELATION, answer.header("x-correlation-id"));
    if (bug != null) {
      assertThat(line.getThrowableProxy().getMessage()).contains("a secret");
    }
  }

  private static void assertError(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"reason\":\"" + code + '"');
    assertClean(answer);
  }

  /** In the BFF's form, with its trace, and nothing of our insides. */
  private static void assertClean(Answer answer) {
    assertThat(answer.header("x-trace-id")).matches("[0-9a-f]{32}");
    assertThat(answer.headers().get("x-trace-id")).hasSize(1);
    assertThat(answer.body()).as("its trace").contains(answer.header("x-trace-id"));
    assertThat(answer.header("x-schema-version")).startsWith("google.rpc.ErrorInfo; ");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers()).containsEntry("content-language", List.of("en"));
    assertThat(answer.toString())
        .doesNotContain("secret", "Exception", "\tat ", "harbor.", "armeria", "netty", "java.");
  }
}
