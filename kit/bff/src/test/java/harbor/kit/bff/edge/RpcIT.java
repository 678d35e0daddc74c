package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.StringValue;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.LimitSettings;
import harbor.kit.bff.limit.VerifiedClients;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.rpc.RpcClient;
import harbor.kit.bff.rpc.RpcClient.Answer;
import harbor.kit.bff.session.Frontend;
import harbor.kit.bff.session.PublicOrigin;
import io.grpc.CallOptions;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page by gRPC and gRPC-Web is what it is by HTTP, and nothing else is reached. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RpcIT {
  private static final String THINGS = "/things/{id}";
  private static final String WEB = "application/grpc-web+proto";
  private static final String WEB_TEXT = "application/grpc-web-text+proto";

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<RequestScope> scope = new AtomicReference<>();
  private TestBff bff;
  private RpcClient client;

  @BeforeAll
  void start() {
    bff = TestBff.start();
    client = new RpcClient(bff.port(), bff.rpcs());
  }

  @AfterAll
  void stop() {
    client.close();
    bff.close();
  }

  @BeforeEach
  void allIsWell() {
    asked.set(0);
    bff.screenDoes(
        (of, id) -> {
          asked.incrementAndGet();
          scope.set(of);
          return TestBff.ready(id);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a b", "größe", "1+2:([M])", "a%2Fb", "$1", "?x=y"})
  void page_isTheOneOfHttp_withItsHeaders(String id) throws Exception {
    Answer answer = ask(THINGS, id, "x-correlation-id", "c-1");

    assertThat(described(answer)).isEqualTo(id);
    AggregatedHttpResponse http = http("/things/a", "x-correlation-id", "c-1");
    for (String name :
        List.of(
            "x-schema-version", "cache-control", "x-correlation-id", "x-content-type-options")) {
      assertThat(answer.header(name)).as(name).isEqualTo(http.headers().get(name)).isNotEmpty();
    }
    assertThat(answer.header("x-trace-id")).hasSize(32);
    assertThat(answer.header("etag")).isEmpty();
    assertThat(FieldViolation.parseFrom(bytes(answer)).getLocalizedMessage().getLocale())
        .isEqualTo(answer.header("x-trace-id"));
  }

  @Test
  void everyRead_isAnRpc_andNothingElse() {
    assertThat(bff.rpcs().rpcs())
        .extracting(rpc -> rpc.method().getName())
        .contains("GetThingsById", "GetAloneById", "GetCatalogueById")
        .hasSize(9);
    assertThat(bff.rpcs().name()).isEqualTo("harbor.test.rpc.v1.Screens");
  }

  @Test
  void missingPart_isNamed_andThePageIsKeptByNobody() {
    bff.screenDoes(
        (_, id) ->
            CompletableFuture.completedFuture(
                new Page.Ready<>(TestBff.view(id), List.of("a.b", "c.d"), List.of("e.f"))));

    Answer answer = ask(THINGS, "a");

    assertThat(answer.header("x-degraded")).isEqualTo("a.b, c.d");
    assertThat(answer.header("x-stale")).isEqualTo("e.f");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void deprecatedRoute_saysItsSuccessor() {
    Answer answer = ask("/old/{id}", "a");

    assertThat(answer.header("sunset")).isEqualTo("Tue, 01 Jan 2030 00:00:00 GMT");
    assertThat(answer.header("link")).isEqualTo("</things/a>; rel=\"successor-version\"");
    assertThat(client.rpc("/old/{id}").method().getOptions().getDeprecated()).isTrue();
  }

  @Test
  void failedCall_isTheTablesError_withDetails() {
    bff.screenDoes((_, _) -> failed(Miss.of(Code.UNAVAILABLE, "SECRET_REASON")));

    Answer answer = ask(THINGS, "a");

    assertThat(answer.code()).isEqualTo(Code.UNAVAILABLE);
    ErrorInfo info = answer.detail(ErrorInfo.class).orElseThrow();
    assertThat(info.getReason()).isEqualTo("THINGS_UNAVAILABLE");
    assertThat(info.getDomain()).isEqualTo("test-bff.harbor");
    assertThat(info.getMetadataOrThrow("traceId")).isEqualTo(answer.header("x-trace-id"));
    assertThat(answer.detail(RetryInfo.class).orElseThrow().getRetryDelay().getSeconds())
        .isBetween(1L, 2L);
    assertThat(answer.status().toString()).doesNotContain("SECRET");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }

  @Test
  void bug_isInternal_andSaysNothing() {
    bff.screenDoes((_, _) -> CompletableFuture.failedFuture(new IllegalStateException("SECRET")));
    Answer later = ask(THINGS, "a");
    bff.screenDoes(
        (_, _) -> {
          throw new IllegalStateException("SECRET");
        });
    Answer atOnce = ask(THINGS, "a");

    for (Answer answer : List.of(later, atOnce)) {
      assertThat(answer.code()).isEqualTo(Code.INTERNAL);
      assertThat(answer.reason()).isEqualTo("INTERNAL");
      assertThat(answer.status() + " " + answer.metadata()).doesNotContain("SECRET", "Exception");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "..", "a\u0000b", "a\nb", "a\\b"})
  void malformedId_isNamed_andNothingIsAsked(String id) {
    Answer answer = ask(THINGS, id);

    assertThat(answer.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(answer.reason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(answer.detail(BadRequest.class)).isPresent();
    assertThat(asked).hasValue(0);
  }

  @Test
  void request_isReadStrictly() {
    UnknownFieldSet other =
        UnknownFieldSet.newBuilder()
            .addField(
                1, Field.newBuilder().addLengthDelimited(StringValue.of("").toByteString()).build())
            .addField(99, Field.newBuilder().addVarint(1).build())
            .build();

    Answer answer =
        client.ask(
            THINGS,
            Empty.newBuilder().setUnknownFields(other).build(),
            Map.of(),
            CallOptions.DEFAULT);

    assertThat(answer.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(answer.status().getMessage()).contains("field 99");
    assertThat(asked).hasValue(0);
  }

  @Test
  void garbage_isRefused_asGarbage() {
    Web answer = web(WEB, frame(new byte[] {(byte) 0xff, 1, 2}), "/things/{id}");

    assertThat(answer.trailers()).contains("grpc-status:3");
    assertThat(asked).hasValue(0);
  }

  @Test
  void largeMessage_isRefused_compressedOrNot() {
    StringValue large = StringValue.of("a".repeat(9_000));

    Answer plain = client.ask(THINGS, large, Map.of(), CallOptions.DEFAULT);
    Answer zipped =
        client.ask(THINGS, large, Map.of(), CallOptions.DEFAULT.withCompression("gzip"));

    assertThat(List.of(plain.code(), zipped.code())).containsOnly(Code.RESOURCE_EXHAUSTED);
    assertThat(List.of(plain.reason(), zipped.reason())).containsOnly("TOO_LARGE");
    assertThat(asked).hasValue(0);
    // The counter-test: a small one may be compressed.
    assertThat(
            client
                .ask(
                    THINGS,
                    StringValue.of("a"),
                    Map.of(),
                    CallOptions.DEFAULT.withCompression("gzip"))
                .code())
        .isEqualTo(Code.OK);
  }

  @Test
  void deadlineOfACall_shortensThePagesTime_andNeverLengthensIt() {
    client.ask(
        THINGS,
        client.request(THINGS, id("a")),
        Map.of(),
        CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS));
    assertThat(secondsLeft()).isBetween(1L, 9L);

    client.ask(
        "/brief/{id}",
        client.request("/brief/{id}", id("a")),
        Map.of(),
        CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS));
    assertThat(secondsLeft()).isZero();

    // The counter-test: by itself it has a minute.
    ask(THINGS, "a");
    assertThat(secondsLeft()).isBetween(10L, 60L);
  }

  private long secondsLeft() {
    return Math.max(
        0,
        Objects.requireNonNull(scope.get().context().getDeadline())
            .timeRemaining(TimeUnit.SECONDS));
  }

  @Test
  void clientThatLeaves_cancelsWhatRuns() throws Exception {
    Context.CancellableContext leaving = Context.ROOT.withCancellation();
    bff.screenDoes(
        (of, _) -> {
          scope.set(of);
          leaving.cancel(null);
          return new CompletableFuture<>();
        });

    Answer answer = leaving.call(() -> ask(THINGS, "a"));

    assertThat(answer.code()).isEqualTo(Code.CANCELLED);
    await().until(() -> scope.get().context().isCancelled());
  }

  @Test
  void caller_isKnown_whereTheRouteAsks_andNobodyWhereItDoesNot() {
    ask("/account/{id}", "a", "authorization", "anna");
    assertThat(scope.get().caller().id()).isEqualTo("anna");

    ask("/catalogue/{id}", "a", "authorization", "anna");
    assertThat(scope.get().caller().isAnonymous()).isTrue();
  }

  @Test
  void session_isTheOneOfTheCookie() throws Exception {
    try (SignedInBff signedIn = new SignedInBff(Frontend.browser("web"), "");
        RpcClient rpcs = new RpcClient(signedIn.port(), signedIn.rpcs())) {
      String cookie = signedIn.signIn("anna").cookie().substring("cookie: ".length());

      Answer hers = rpcs.ask("/account", Map.of(), Map.of("cookie", cookie));
      Answer nobodys = rpcs.ask("/account", Map.of(), Map.of());
      Answer unknown =
          rpcs.ask("/account", Map.of(), Map.of("authorization", "Bearer unavailable"));

      assertThat(described(hers)).isEqualTo("anna[admin]");
      assertThat(nobodys.code()).isEqualTo(Code.UNAUTHENTICATED);
      assertThat(nobodys.reason()).isEqualTo("NOT_SIGNED_IN");
      assertThat(unknown.code()).isNotEqualTo(Code.OK);
    }
  }

  @Test
  void rpcs_countForTheLimit_withPages_alsoThoseThatAreRefused() throws Exception {
    LimitSettings four =
        new LimitSettings(Map.of(Limit.DEFAULT, new Limit(Limit.DEFAULT, 4, Duration.ofHours(1))));
    try (TestBff limited = TestBff.start(four, VerifiedClients.NONE, OriginSettings.NONE);
        RpcClient rpcs = new RpcClient(limited.port(), limited.rpcs())) {
      assertThat(rpcs.ask(THINGS, id("a"), Map.of()).header("ratelimit")).contains(";r=3;");
      assertThat(rpcs.ask(THINGS, id(""), Map.of()).code()).isEqualTo(Code.INVALID_ARGUMENT);
      assertThat(rpcs.ask("/catalogue/{id}", id("a"), Map.of()).code()).isEqualTo(Code.OK);
      assertThat(RawHttp.request(limited.port(), "GET", "/things/a").status()).isEqualTo(200);

      Answer refused = rpcs.ask(THINGS, id("a"), Map.of());

      assertThat(refused.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(refused.reason()).isEqualTo("RATE_LIMITED");
      assertThat(refused.detail(RetryInfo.class).orElseThrow().getRetryDelay().getSeconds())
          .isPositive();
      assertThat(refused.header("retry-after")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {WEB, WEB_TEXT})
  void page_isThere_byGrpcWeb(String type) throws Exception {
    Web answer = web(type, frame(StringValue.of("a").toByteArray()), THINGS);

    assertThat(FieldViolation.parseFrom(answer.message()).getDescription()).isEqualTo("a");
    assertThat(answer.trailers()).contains("grpc-status:0");
    assertThat(answer.http().headers().get("content-type")).startsWith("application/grpc-web");
  }

  /** A page of another site can send what needs no leave, and read nothing. */
  @Test
  void otherSite_readsNothing_andReachesNoScreen() {
    AggregatedHttpResponse preflight =
        send(
            HttpMethod.OPTIONS,
            path(THINGS),
            HttpData.empty(),
            "origin",
            "https://evil.test",
            "access-control-request-method",
            "POST",
            "access-control-request-headers",
            "content-type,x-grpc-web");
    assertThat(preflight.headers().get("access-control-allow-origin")).isNull();
    assertThat(preflight.headers().get("access-control-allow-headers")).isNull();

    for (String simple :
        List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data")) {
      AggregatedHttpResponse sent =
          send(
              HttpMethod.POST,
              path(THINGS),
              frame(StringValue.of("a").toByteArray()),
              "origin",
              "https://evil.test",
              "content-type",
              simple);
      assertThat(sent.status().code()).as(simple).isEqualTo(415);
      assertThat(sent.headers().get("access-control-allow-origin")).isNull();
    }
    assertThat(asked).hasValue(0);
  }

  /** The counter-test: one that is trusted may, and sees how it ended. */
  @Test
  void trustedSite_reads_andSeesTheStatus() {
    OriginSettings trusting =
        new OriginSettings(PublicOrigin.OF_REQUEST, List.of("https://app.test"));
    try (TestBff open = TestBff.start(LimitSettings.OFF, VerifiedClients.NONE, trusting)) {
      AggregatedHttpResponse preflight =
          send(
              open,
              HttpMethod.OPTIONS,
              path(THINGS),
              HttpData.empty(),
              "origin",
              "https://app.test",
              "access-control-request-method",
              "POST");
      AggregatedHttpResponse answer =
          send(
              open,
              HttpMethod.POST,
              path(THINGS),
              frame(new byte[0]),
              "origin",
              "https://app.test",
              "content-type",
              WEB);

      assertThat(preflight.headers().get("access-control-allow-headers"))
          .contains("X-Grpc-Web", "Grpc-Timeout");
      assertThat(answer.headers().get("access-control-allow-origin")).isEqualTo("https://app.test");
      assertThat(answer.headers().get("access-control-expose-headers"))
          .contains("grpc-status", "grpc-message", "grpc-status-details-bin");
      assertThat(answer.headers().get("access-control-allow-credentials")).isNull();
    }
  }

  @Test
  void address_takesPostAlone() {
    AggregatedHttpResponse answer = send(HttpMethod.GET, path(THINGS), HttpData.empty());

    assertThat(answer.status().code()).isEqualTo(405);
    assertThat(answer.headers().get("allow")).isEqualTo("POST");
  }

  @Test
  @SuppressWarnings("deprecation") // the version that older tools speak is a deprecated one
  void contract_isFoundByReflection_inBothItsVersions() throws Exception {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", bff.port()).usePlaintext().build();
    try {
      assertThat(
              first(
                      io.grpc.reflection.v1.ServerReflectionGrpc.newStub(channel)
                          ::serverReflectionInfo,
                      io.grpc.reflection.v1.ServerReflectionRequest.newBuilder()
                          .setListServices("")
                          .build())
                  .getListServicesResponse()
                  .getServiceList())
          .extracting(io.grpc.reflection.v1.ServiceResponse::getName)
          .contains(bff.rpcs().name());
      assertThat(
              first(
                      io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
                          ::serverReflectionInfo,
                      io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
                          .setListServices("")
                          .build())
                  .getListServicesResponse()
                  .getServiceList())
          .extracting(io.grpc.reflection.v1alpha.ServiceResponse::getName)
          .contains(bff.rpcs().name());
    } finally {
      channel.shutdownNow();
    }
  }

  /** What a streaming call answers first to a question. */
  private static <Q, A> A first(Function<StreamObserver<A>, StreamObserver<Q>> method, Q question)
      throws Exception {
    CompletableFuture<A> first = new CompletableFuture<>();
    StreamObserver<Q> questions =
        method.apply(
            new StreamObserver<>() {
              @Override
              public void onNext(A answer) {
                first.complete(answer);
              }

              @Override
              public void onError(Throwable e) {
                first.completeExceptionally(e);
              }

              @Override
              public void onCompleted() {}
            });
    questions.onNext(question);
    A answer = first.get(10, TimeUnit.SECONDS);
    questions.onCompleted();
    return answer;
  }

  private static CompletableFuture<Page<FieldViolation>> failed(Miss miss) {
    return CompletableFuture.completedFuture(new Page.Failed<>("things.get", miss));
  }

  private Answer ask(String path, String id, String... metadata) {
    return client.ask(
        path, id(id), metadata.length == 0 ? Map.of() : Map.of(metadata[0], metadata[1]));
  }

  private static Map<String, List<String>> id(String id) {
    return Map.of("id", List.of(id));
  }

  private static byte[] bytes(Answer answer) {
    return answer.view().orElseThrow(() -> new AssertionError(answer.toString())).toByteArray();
  }

  private static String described(Answer answer) throws Exception {
    return FieldViolation.parseFrom(bytes(answer)).getDescription();
  }

  private String path(String route) {
    return "/" + client.rpc(route).fullName();
  }

  private AggregatedHttpResponse http(String path, String... headers) {
    return send(HttpMethod.GET, path, HttpData.empty(), headers);
  }

  private AggregatedHttpResponse send(
      HttpMethod method, String path, HttpData body, String... headers) {
    return send(bff, method, path, body, headers);
  }

  private static AggregatedHttpResponse send(
      TestBff to, HttpMethod method, String path, HttpData body, String... headers) {
    RequestHeadersBuilder head = RequestHeaders.builder(method, path);
    for (int i = 0; i < headers.length; i += 2) {
      head.set(headers[i], headers[i + 1]);
    }
    return WebClient.of("http://127.0.0.1:" + to.port())
        .execute(HttpRequest.of(head.build(), body))
        .aggregate()
        .join();
  }

  /** An answer of gRPC-Web, taken apart. */
  private record Web(AggregatedHttpResponse http, ByteString message, String trailers) {}

  private Web web(String type, HttpData frame, String route) {
    boolean isText = type.equals(WEB_TEXT);
    AggregatedHttpResponse answer =
        send(
            HttpMethod.POST,
            path(route),
            isText ? HttpData.ofUtf8(Base64.getEncoder().encodeToString(frame.array())) : frame,
            "content-type",
            type,
            "x-grpc-web",
            "1");
    byte[] body = answer.content().array();
    byte[] all = isText ? decoded(new String(body, UTF_8)) : body;
    byte[] message = new byte[0];
    String trailers = answer.headers().toString().replace("grpc-status=", "grpc-status:");
    for (int at = 0; at < all.length; ) {
      int length = ByteBuffer.wrap(all, at + 1, 4).getInt();
      byte[] part = Arrays.copyOfRange(all, at + 5, at + 5 + length);
      if ((all[at] & 0x80) != 0) {
        trailers = new String(part, UTF_8).replace(": ", ":");
      } else {
        message = part;
      }
      at += 5 + length;
    }
    return new Web(answer, ByteString.copyFrom(message), trailers);
  }

  /** Several texts, each with its own padding, may follow each other. */
  private static byte[] decoded(String text) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int at = 0; at < text.length(); at += 4) {
      all.writeBytes(Base64.getDecoder().decode(text.substring(at, at + 4)));
    }
    return all.toByteArray();
  }

  private static HttpData frame(byte[] message) {
    byte[] frame = new byte[5 + message.length];
    ByteBuffer.wrap(frame).put((byte) 0).putInt(message.length).put(message);
    return HttpData.wrap(frame);
  }
}
