package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.FieldMask;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several pages in one round trip: each is what it is by itself, and nothing else is reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BatchIT {
  private final AtomicInteger asked = new AtomicInteger();
  private TestBff bff;

  @BeforeAll
  void start() {
    bff = TestBff.start(Map.of("/events", (_, _) -> HttpResponse.of(200)));
  }

  @AfterAll
  void stop() {
    bff.close();
  }

  @BeforeEach
  void allIsWell() {
    asked.set(0);
    bff.screenDoes(
        (_, id) -> {
          asked.incrementAndGet();
          return TestBff.ready(id);
        });
  }

  @Test
  void answers_areInTheOrderOfThePaths_eachOfItsPage() throws Exception {
    Status answers = batch("/things/a", "/catalogue/b", "/things/c?locale=de&x=%2F");

    assertThat(answers.getMessage()).isEqualTo("200 200 200");
    assertThat(texts(answers)).containsExactly("a", "b", "c");
  }

  @Test
  void ids_areDecoded_asInARequestOfItsOwn() throws Exception {
    Status answers = batch("/things/a%20b", "/things/gr%C3%B6%C3%9Fe", "/things/1+2:(%5BM%5D)");

    assertThat(answers.getMessage()).isEqualTo("200 200 200");
    assertThat(texts(answers)).containsExactly("a b", "größe", "1+2:([M])");
  }

  @Test
  void answers_areJson_whenTheClientWantsThat() {
    AggregatedHttpResponse answer = send(bff, List.of("/things/a"), "accept", "application/json");

    assertThat(answer.contentUtf8())
        .contains("\"@type\":\"type.googleapis.com/google.rpc.BadRequest.FieldViolation\"")
        .contains("\"description\":\"a\"");
    assertThat(answer.headers().get("cache-control")).isEqualTo("private, no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/batch",
        "/events",
        "/alone/a",
        "/nothing",
        "/",
        "",
        "things/a",
        "/things/a/",
        "//things/a",
        "//evil.test/things/a",
        "http://evil.test/things/a",
        "http:/things/a",
        "/things/../things/a",
        "/nothing/../things/a",
        "/things/./a",
        "/things/..",
        "/things/%2e%2e/a",
        "/things/a%2Fb",
        "/things/a%2fb",
        "/things/a%5Cb",
        "/things/a\\b",
        "/things/%61",
        "/things/%zz",
        "/things/a%",
        "/things/%%2525",
        "/things/a;b=c",
        "/things/a#b",
        "/things/a?b#c",
        "/things/a b",
        "/things/a?b c",
        "/things/a\r\nx-evil: 1",
        "/things/ä"
      })
  void path_isRefusedAlone_andNothingIsAsked_whenItIsNoPlainOne(String path) throws Exception {
    Status answers = batch(path, "/things/a");

    assertThat(answers.getMessage()).isEqualTo("400 200");
    ErrorInfo error = answers.getDetails(0).unpack(ErrorInfo.class);
    assertThat(error.getReason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(error.getMetadataOrThrow("message")).startsWith("paths is malformed");
    assertThat(asked).hasValue(1);
  }

  /** The counter-test: by itself such a page is there. */
  @Test
  void pageThatStandsAlone_isThere_byItself() throws Exception {
    assertThat(RawHttp.request(bff.port(), "GET", "/alone/a").status()).isEqualTo(200);
  }

  @Test
  void batch_isRefusedWhole_andNothingIsAsked_whenItIsTooLargeOrNone() {
    assertThat(send(bff, Collections.nCopies(11, "/things/a")).status().code()).isEqualTo(400);
    assertThat(send(bff, List.of()).status().code()).isEqualTo(400);
    assertThat(send(bff, List.of("/" + "a".repeat(40_000))).status().code()).isEqualTo(413);
    assertThat(asked).hasValue(0);
  }

  @Test
  void batch_isOnlyPosted() throws Exception {
    RawHttp.Answer answer = RawHttp.request(bff.port(), "GET", "/batch");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).isEqualTo("POST");
  }

  @Test
  void pages_areAskedForAllAtOnce() throws Exception {
    CompletableFuture<Page<FieldViolation>> all = new CompletableFuture<>();
    bff.screenDoes(
        (_, _) -> {
          if (asked.incrementAndGet() == Batch.MAX_PATHS) {
            all.complete(new Page.Ready<>(TestBff.view("all"), List.of(), List.of()));
          }
          return all;
        });

    Status answers = batch(ten("/things/a"));

    assertThat(texts(answers)).hasSize(10).containsOnly("all");
  }

  @Test
  void page_isOnBehalfOfWhoeverAsks_unlessEverybodySeesTheSame() throws Exception {
    bff.screenDoes((scope, _) -> TestBff.ready(scope.caller().subject()));

    AggregatedHttpResponse answer =
        send(bff, List.of("/account/a", "/catalogue/a"), "authorization", "anna");

    assertThat(texts(read(answer))).containsExactly("user:anna", "");
  }

  @Test
  void pageThatFails_orLacksAPart_saysSoAlone() throws Exception {
    bff.screenDoes(
        (_, id) ->
            switch (id) {
              case "down" ->
                  CompletableFuture.completedFuture(
                      new Page.Failed<>("things.thing", Miss.of(Code.UNAVAILABLE, "")));
              case "late" ->
                  CompletableFuture.completedFuture(
                      new Page.Ready<>(
                          TestBff.view(id), List.of("things.a", "things.b"), List.of()));
              default -> TestBff.ready(id);
            });

    Status answers = batch("/things/a", "/things/down", "/things/late", "/things/a%5Cb");

    assertThat(answers.getMessage()).matches("200 503 retry=[12] 200 -things.a -things.b 400");
    assertThat(answers.getDetails(1).unpack(ErrorInfo.class).getReason())
        .isEqualTo("THINGS_UNAVAILABLE");
  }

  @Test
  void limits_countPages_notBatches() throws Exception {
    LimitSettings limit =
        new LimitSettings(Map.of(Limit.DEFAULT, new Limit(Limit.DEFAULT, 65, Duration.ofHours(1))));
    try (TestBff limited = TestBff.start(limit, VerifiedClients.NONE, OriginSettings.NONE)) {
      List<String> ten = List.of(ten("/things/a"));
      for (int i = 0; i < 6; i++) {
        assertThat(read(send(limited, ten)).getMessage())
            .isEqualTo("200 200 200 200 200 200 200 200 200 200");
      }
      assertThat(read(send(limited, ten)).getMessage())
          .matches("200 200 200 200 200( 429 retry=3\\d{3}){5}");

      AggregatedHttpResponse refused = send(limited, ten);
      assertThat(refused.status().code()).isEqualTo(429);
      assertThat(refused.headers().getInt("retry-after", 0)).isBetween(3_500, 3_600);
      assertThat(send(limited, List.of("/nothing")).status().code()).isEqualTo(429);
      assertThat(send(limited, Collections.nCopies(11, "/things/a")).status().code())
          .isEqualTo(429);
    }
  }

  /** The counter-test: without limits nothing is held back. */
  @Test
  void batches_areAnswered_whenLimitsAreOff() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThat(batch(ten("/things/a")).getDetailsCount()).isEqualTo(10);
    }
  }

  private static String[] ten(String path) {
    return IntStream.range(0, 10).mapToObj(_ -> path).toArray(String[]::new);
  }

  private Status batch(String... paths) throws InvalidProtocolBufferException {
    return read(send(bff, List.of(paths)));
  }

  private static Status read(AggregatedHttpResponse answer) throws InvalidProtocolBufferException {
    assertThat(answer.status().code()).as(answer.contentUtf8()).isEqualTo(200);
    return Status.parseFrom(answer.content().array());
  }

  private static List<String> texts(Status answers) throws InvalidProtocolBufferException {
    List<String> texts = new ArrayList<>();
    for (Any body : answers.getDetailsList()) {
      texts.add(body.unpack(FieldViolation.class).getDescription());
    }
    return texts;
  }

  private static AggregatedHttpResponse send(TestBff to, List<String> paths, String... headers) {
    RequestHeadersBuilder builder =
        RequestHeaders.builder(HttpMethod.POST, "/batch").contentType(MediaType.X_PROTOBUF);
    for (int i = 0; i < headers.length; i += 2) {
      builder.set(headers[i], headers[i + 1]);
    }
    return WebClient.of("h2c://127.0.0.1:" + to.port())
        .execute(
            HttpRequest.of(
                builder.build(),
                HttpData.wrap(FieldMask.newBuilder().addAllPaths(paths).build().toByteArray())))
        .aggregate()
        .join();
  }
}
