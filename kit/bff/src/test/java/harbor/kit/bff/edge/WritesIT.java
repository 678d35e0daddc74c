package harbor.kit.bff.edge;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.HEAD;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static harbor.kit.bff.edge.ScriptedCore.CHANGE;
import static harbor.kit.bff.edge.ScriptedCore.LOOK;
import static harbor.kit.bff.edge.ScriptedCore.NOTE;
import static harbor.kit.bff.edge.ScriptedCore.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client gets for a write, from HTTP to a core service. */
class WritesIT {
  private static ScriptedCore core;
  private static WriteBff bff;

  @BeforeAll
  static void start() throws Exception {
    core = ScriptedCore.start();
    bff = WriteBff.start(core);
  }

  @AfterAll
  static void stop() {
    bff.close();
    core.close();
  }

  @BeforeEach
  void reset() {
    core.reset();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /things       | {"note":"a"}  | ``            | 201 | note: "a"
          POST   | /things       | {}            | ``            | 201 | ``
          POST   | /things       | ``            | ``            | 201 | ``
          PATCH  | /things/lamp  | {"note":null} | If-Match: "3" | 200 | id: "lamp" update_mask { paths: "note" } expected_version: 3
          DELETE | /things/lamp  | ``            | If-Match: "3" | 204 | id: "lamp" expected_version: 3
          DELETE | /things/lamp  | ``            | ``            | 204 | id: "lamp"
          PUT    | /coupons/lamp | {"note":"a"}  | ``            | 200 | id: "lamp" note: "a"
          """)
  void write_isAnswered(
      HttpMethod method, String path, String json, String header, int status, String asked)
      throws Exception {
    AggregatedHttpResponse answer = send(method, path, json, header);

    assertThat(answer.status().code()).as(answer.contentUtf8()).isEqualTo(status);
    if (status == 204) {
      assertThat(answer.contentUtf8()).isEmpty();
    } else {
      assertThat(answer.contentUtf8()).contains("\"description\":\"Change\"");
    }
    assertThat(answer.headers().get("location")).isEqualTo(status == 201 ? "/things/Change" : null);
    assertThat(answer.headers().get("cache-control")).isEqualTo("private, no-store");
    assertThat(answer.headers().contains("etag")).isFalse();
    assertThat(answer.headers().contains("idempotency-replayed")).isFalse();
    assertThat(answer.headers().contains("x-degraded")).isFalse();
    assertThat(core.next(CHANGE).request()).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST  | /things      | {"nope":1}     | ``                        | 400 | INVALID_ARGUMENT       | nope
          POST  | /things      | {"note":5}     | ``                        | 400 | INVALID_ARGUMENT       | note
          POST  | /things      | {"note":"a"    | ``                        | 400 | INVALID_ARGUMENT       | body
          POST  | /things      | {}             | Idempotency-Key: a b      | 400 | INVALID_ARGUMENT       | Idempotency-Key
          POST  | /orders      | {}             | ``                        | 400 | INVALID_ARGUMENT       | Idempotency-Key
          POST  | /things      | {}             | Content-Type: text/plain  | 415 | UNSUPPORTED_MEDIA_TYPE | Content-Type
          POST  | /accounts    | {}             | ``                        | 401 | NOT_SIGNED_IN          |
          PATCH | /things/lamp | {}             | ``                        | 428 | PRECONDITION_REQUIRED  | If-Match
          PATCH | /things/lamp | {}             | If-Match: *               | 400 | INVALID_ARGUMENT       | If-Match
          PATCH | /things/a%20 | {}             | If-Match: "3"             | 400 | INVALID_ARGUMENT       | id
          PATCH | /things/lamp | {"id":"sofa"}  | If-Match: "3"             | 400 | INVALID_ARGUMENT       | id
          POST  | /things/lamp | {}             | ``                        | 405 | METHOD_NOT_ALLOWED     |
          POST  | /            | {}             | ``                        | 405 | METHOD_NOT_ALLOWED     |
          """)
  void write_isRefused_andNobodyIsAsked(
      HttpMethod method,
      String path,
      String json,
      String header,
      int status,
      String code,
      @Nullable String field) {
    AggregatedHttpResponse answer =
        header.startsWith("Content-Type")
            ? bff.send(
                RequestHeaders.builder(method, path)
                    .add("x-harbor-csrf", "1")
                    .contentType(MediaType.PLAIN_TEXT)
                    .build(),
                json)
            : send(method, path, json, header);

    assertThat(answer.status().code()).as(answer.contentUtf8()).isEqualTo(status);
    assertThat(answer.contentUtf8()).contains("\"reason\":\"" + code + "\"");
    if (field != null) {
      assertThat(answer.contentUtf8()).contains("\"field\":\"" + field + "\"");
    }
    assertThat(answer.headers().get("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers().contains("x-guest-id")).as("nobody new").isFalse();
    assertThat(core.calls(CHANGE)).isEmpty();
  }

  @Test
  void unknownMethod_isToldAllThatStandAtThePath() {
    assertThat(send(POST, "/things/lamp", "{}", "").headers().get("allow"))
        .isEqualTo("DELETE, GET, HEAD, PATCH");
    assertThat(send(GET, "/things", "", "").headers().get("allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /things, 65536, 201",
    "POST, /things, 65537, 413",
    "POST, /notes, 100, 200",
    "POST, /notes, 101, 413",
    "PUT, /notes, 101, 200"
  })
  void body_isRefused_aboveItsLimit(HttpMethod method, String path, int bytes, int status) {
    String json = "{\"note\":\"%s\"}".formatted("a".repeat(bytes - 11));

    AggregatedHttpResponse answer = send(method, path, json, "");

    assertThat(answer.status().code()).isEqualTo(status);
    assertThat(core.calls(CHANGE)).hasSize(status == 413 ? 0 : 1);
    if (status == 413) {
      assertThat(answer.contentUtf8()).contains("\"reason\":\"TOO_LARGE\"");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "FAILED_PRECONDITION, IDEMPOTENCY_KEY_REUSED, 422, IDEMPOTENCY_KEY_REUSED",
    "ABORTED, IDEMPOTENCY_KEY_IN_USE, 409, IDEMPOTENCY_KEY_IN_USE",
    "UNAUTHENTICATED, NO_CALLER, 401, NOT_SIGNED_IN",
    "NOT_FOUND, UNKNOWN_THING, 404, THING_NOT_FOUND",
    "UNAVAILABLE, ANY, 503, THINGS_UNAVAILABLE"
  })
  void refusalOfTheService_isAnswered_byTheTable(
      Status.Code status, String reason, int http, String code) {
    core.does(CHANGE, call -> call.observer().onError(refusal(status, reason)));

    AggregatedHttpResponse answer = send(POST, "/things", "{}", "");

    assertThat(answer.status().code()).isEqualTo(http);
    assertThat(answer.contentUtf8()).contains("\"reason\":\"" + code + "\"");
  }

  @Test
  void otherVersion_isAnswered_withTheResourceAsItIsNow() {
    core.does(
        CHANGE,
        call ->
            call.observer().onError(refusal(Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH")));

    AggregatedHttpResponse shown = send(PATCH, "/things/lamp", "{}", "If-Match: \"3\"");
    AggregatedHttpResponse unshown = send(DELETE, "/things/lamp", "", "If-Match: \"3\"");
    core.does(LOOK, call -> call.observer().onError(Status.UNAVAILABLE.asRuntimeException()));
    AggregatedHttpResponse unknown = send(PATCH, "/things/lamp", "{}", "If-Match: \"3\"");

    assertThat(shown.status().code()).isEqualTo(412);
    assertThat(shown.contentUtf8()).contains("\"current\":\"Look\"");
    assertThat(unshown.status().code()).isEqualTo(412);
    assertThat(unshown.contentUtf8()).doesNotContain("current");
    assertThat(unknown.status().code()).isEqualTo(412);
    assertThat(unknown.contentUtf8()).doesNotContain("current");
  }

  @Test
  void undecidedWrite_is202_andSaysWhereToLook_untilItIsDecided() {
    core.does(CHANGE, call -> call.answer("pending"));

    AggregatedHttpResponse undecided = send(POST, "/purchases", "{}", "");
    AggregatedHttpResponse elsewhere = send(POST, "/returns", "{}", "");
    core.does(CHANGE, call -> call.answer("done"));
    AggregatedHttpResponse decided = send(POST, "/purchases", "{}", "");

    assertThat(undecided.status().code()).isEqualTo(202);
    assertThat(undecided.headers().get("location")).isEqualTo("/purchases/pending");
    assertThat(undecided.contentUtf8()).contains("\"description\":\"pending\"");
    assertThat(elsewhere.status().code()).isEqualTo(202);
    assertThat(elsewhere.headers().contains("location")).isFalse();
    assertThat(decided.status().code()).isEqualTo(201);
    assertThat(decided.headers().get("location")).isEqualTo("/purchases/done");
  }

  @Test
  void refusal_showsWhatCameWithIt_whereItsRouteSaysSo() {
    core.does(
        CHANGE,
        call -> call.observer().onError(refusal(Status.Code.FAILED_PRECONDITION, "THING_GONE", 3)));

    AggregatedHttpResponse shown = send(POST, "/purchases", "{}", "");
    AggregatedHttpResponse unshown = send(POST, "/things", "{}", "");

    assertThat(shown.status().code()).isEqualTo(409);
    assertThat(shown.contentUtf8()).contains("\"reason\":\"THING_GONE\"", "\"current\":\"xxx\"");
    assertThat(unshown.status().code()).isEqualTo(409);
    assertThat(unshown.contentUtf8()).doesNotContain("xxx");
  }

  @Test
  void refusal_namesTheField_whereItsRouteSaysSo() {
    core.does(
        CHANGE,
        call -> call.observer().onError(refusal(Status.Code.INVALID_ARGUMENT, "INVALID_THING_ID")));

    assertThat(send(POST, "/purchases", "{}", "").contentUtf8()).contains("\"field\":\"note\"");
    assertThat(send(POST, "/things", "{}", "").contentUtf8()).doesNotContain("field");
  }

  @Test
  void newcomer_isRefused_andStaysNobody_whereOnlyKnownCallersMakeSense() {
    RequestHeaders newcomer =
        RequestHeaders.builder(POST, "/purchases")
            .add("x-harbor-csrf", "1")
            .contentType(MediaType.JSON)
            .build();

    AggregatedHttpResponse refused = bff.send(newcomer, "{}");
    AggregatedHttpResponse taken = bff.send(newcomer.toBuilder().path("/things").build(), "{}");

    assertThat(refused.status().code()).isEqualTo(401);
    assertThat(refused.headers().contains("x-guest-id")).isFalse();
    assertThat(taken.status().code()).isEqualTo(201);
    assertThat(taken.headers().contains("x-guest-id")).isTrue();
  }

  @Test
  void degradedWrite_namesWhatIsMissing() {
    core.does(NOTE, call -> call.observer().onError(Status.INTERNAL.asRuntimeException()));

    AggregatedHttpResponse answer = send(POST, "/things", "{}", "");

    assertThat(answer.status().code()).isEqualTo(201);
    assertThat(answer.headers().get("x-degraded")).isEqualTo("things.note");
  }

  @Test
  void protobuf_isReadAndAnswered() throws Exception {
    AggregatedHttpResponse answer =
        bff.send(
            RequestHeaders.builder(POST, "/things")
                .add("x-harbor-csrf", "1")
                .contentType(MediaType.X_PROTOBUF)
                .add("accept", "application/x-protobuf")
                .build(),
            "\u0012\u0001a");

    assertThat(answer.status().code()).isEqualTo(201);
    assertThat(answer.contentType()).isEqualTo(MediaType.X_PROTOBUF);
    assertThat(core.next(CHANGE).request()).isEqualTo("note: \"a\"");
  }

  @Test
  void head_isAnsweredAsGet_withoutABody() {
    AggregatedHttpResponse get = send(GET, "/things/lamp", "", "");
    AggregatedHttpResponse head = send(HEAD, "/things/lamp", "", "");

    assertThat(head.status().code()).isEqualTo(200);
    assertThat(head.content().isEmpty()).isTrue();
    assertThat(head.headers().get("etag")).isNotNull().isEqualTo(get.headers().get("etag"));
    assertThat(head.headers().contentLength()).isEqualTo(get.content().length());
    assertThat(get.headers().get("cache-control")).isEqualTo("private, max-age=30");
  }

  @Test
  void index_namesEveryRoute_andLinksWhatCanBeOpened() {
    AggregatedHttpResponse page = send(GET, "/", "", "");

    assertThat(page.contentType()).isEqualTo(MediaType.HTML_UTF_8);
    assertThat(page.contentUtf8())
        .contains("<h1>test-bff</h1>", "POST /things", "PATCH /things/{id}", "GET /things/{id}")
        .doesNotContain("<script", "href=\"/things\"");
    assertThat(page.headers().get("content-security-policy"))
        .isEqualTo(
            "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    AggregatedHttpResponse head = send(HEAD, "/", "", "");
    assertThat(head.content().isEmpty()).isTrue();
    assertThat(send(PUT, "/", "{}", "").headers().get("allow")).isEqualTo("GET, HEAD");
  }

  private static AggregatedHttpResponse send(
      HttpMethod method, String path, String json, String header) {
    return header.isEmpty() ? bff.send(method, path, json) : bff.send(method, path, json, header);
  }
}
