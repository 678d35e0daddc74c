package harbor.kit.bff.edge;

import static harbor.kit.bff.edge.TestBff.ready;
import static harbor.kit.bff.edge.TestBff.view;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Page;
import harbor.kit.client.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of one client's is in an answer that a shared cache may keep for others. */
class PublicRouteIT {
  private static final String PUBLIC = "public, max-age=0, s-maxage=1, stale-while-revalidate=2";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String TRACEPARENT = "traceparent: 00-" + TRACE + "-b7ad6b7169203331-01";
  private static final List<String> IDS =
      List.of("x-correlation-id", "x-trace-id", "traceresponse");

  private static TestBff bff;

  @BeforeAll
  static void start() {
    bff =
        TestBff.start(
            Map.of(
                "/picture",
                picture("public, max-age=60"),
                "/unsaid",
                (_, _) -> HttpResponse.of("said nothing of caches")));
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void screenShowsItsInput() {
    bff.screenDoes((_, id) -> ready(id));
    bff.inputIs(TestBff::id);
  }

  @Test
  void page_isForSharedCaches_andHasADate() throws Exception {
    Answer answer = get("/catalogue/lamp");

    assertThat(answer.header("cache-control")).isEqualTo(PUBLIC);
    assertThat(answer.header("date")).endsWith(" GMT");
  }

  @Test
  void input_isReadWithoutWhatTellsPeopleApart() throws Exception {
    AtomicReference<RequestHeaders> seen = remembered();
    String[] headers = {
      "Accept-Language: de",
      "Cookie: session=alice",
      "Authorization: Bearer alice",
      "X-Forwarded-For: 192.0.2.1",
      "X-Correlation-Id: alice",
      "User-Agent: alice",
      TRACEPARENT
    };

    var _ = get("/catalogue/lamp", headers);

    assertThat(Objects.requireNonNull(seen.get()).names())
        .extracting(Object::toString)
        .containsExactlyInAnyOrder(":method", ":path", ":scheme", "host", "accept-language");

    // The counter-test: on a route that is not public they are all there.
    var _ = get("/things/lamp", headers);
    assertThat(Objects.requireNonNull(seen.get()).names())
        .extracting(Object::toString)
        .contains("cookie", "authorization", "x-forwarded-for", "x-correlation-id", "user-agent");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cookie: session=alice", "Authorization: Bearer alice"})
  void page_isTheSame_whoeverAsks(String credential) throws Exception {
    bff.inputIs(ctx -> TestBff.id(ctx) + ctx.request().headers().get("cookie", ""));
    Answer anybody = get("/catalogue/lamp");

    Answer alice = get("/catalogue/lamp", credential);

    assertThat(description(alice)).isEqualTo("lamp").isEqualTo(description(anybody));
    assertThat(alice.header("etag")).isEqualTo(anybody.header("etag"));
    assertThat(alice.header("cache-control")).isEqualTo(PUBLIC);
  }

  @Test
  void caller_isKnownToPersonalScreensOnly() throws Exception {
    AtomicReference<Caller> caller = new AtomicReference<>();
    bff.screenDoes(
        (scope, id) -> {
          caller.set(scope.caller());
          return ready(id);
        });

    var _ = get("/catalogue/lamp", "Authorization: alice");
    assertThat(caller.get()).isEqualTo(Caller.ANONYMOUS);
    var _ = get("/things/lamp", "Authorization: alice");
    assertThat(caller.get()).isEqualTo(Caller.ANONYMOUS);
    var _ = get("/account/lamp", "Authorization: alice");
    assertThat(caller.get()).isEqualTo(Caller.user("alice"));
  }

  static Stream<Arguments> ids() {
    return Stream.of(
        Arguments.of("X-Correlation-Id: alice", "x-correlation-id", "alice"),
        Arguments.of(TRACEPARENT, "x-trace-id", TRACE));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void idsThatAClientBrought_goBackToItAlone(String brought, String header, String value)
      throws Exception {
    Answer answer = get("/catalogue/lamp", brought);

    assertThat(answer.header(header)).isEqualTo(value);
    assertThat(answer.header("cache-control"))
        .isEqualTo("private, max-age=0, stale-while-revalidate=2");
    assertThat(answer.header("etag")).isEqualTo(get("/catalogue/lamp").header("etag"));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void notModified_saysNoIdsThatAClientBrought(String brought, String header, String value)
      throws Exception {
    String known = "If-None-Match: " + get("/catalogue/lamp").header("etag");

    Answer answer = get("/catalogue/lamp", known, brought);

    assertThat(answer.status()).isEqualTo(304);
    assertThat(answer.headers()).doesNotContainKeys(IDS.toArray(String[]::new));
    assertThat(answer.headers().toString()).as(header).doesNotContain(value);
    assertThat(answer.header("cache-control")).startsWith("private, ");
    assertThat(get("/catalogue/lamp", known).headers()).containsKeys(IDS.toArray(String[]::new));
  }

  @Test
  void idsThatAClientBrought_goBackToItAlone_alsoWithWhatIsNoScreen() throws Exception {
    assertThat(get("/picture").header("cache-control")).isEqualTo("public, max-age=60");
    assertThat(get("/picture", "X-Correlation-Id: alice").header("cache-control"))
        .isEqualTo("private, max-age=60");
    assertThat(get("/unsaid").optionalHeader("cache-control")).isEmpty();
    assertThat(get("/unsaid", TRACEPARENT).header("cache-control")).isEqualTo("private, no-cache");
  }

  @Test
  void pageWithACookie_isForNoSharedCache() throws Exception {
    bff.inputIs(
        ctx -> {
          ctx.setAdditionalResponseHeader(HttpHeaderNames.SET_COOKIE, "session=alice");
          return TestBff.id(ctx);
        });

    Answer answer = get("/catalogue/lamp");

    assertThat(answer.header("set-cookie")).isEqualTo("session=alice");
    assertThat(answer.header("cache-control")).isEqualTo("private, no-cache");
    assertThat(get("/things/lamp").header("cache-control")).isEqualTo("private, max-age=30");
  }

  @Test
  void degradedPage_isKeptByNobody() throws Exception {
    bff.screenDoes(
        (_, id) -> page(new Page.Ready<>(view(id), List.of("reviews.rating"), List.of())));

    assertThat(get("/catalogue/lamp").headers())
        .containsEntry("cache-control", List.of("no-store"))
        .containsKey("x-degraded")
        .doesNotContainKey("etag");
  }

  static Stream<Arguments> endings() {
    Miss notFound = Miss.of(io.grpc.Status.Code.NOT_FOUND, "UNKNOWN_THING");
    return Stream.of(
        Arguments.of(404, page(new Page.Failed<>("thing.get", notFound))),
        Arguments.of(
            504,
            page(
                new Page.Failed<>(
                    "thing.get", Miss.of(io.grpc.Status.Code.DEADLINE_EXCEEDED, "")))),
        Arguments.of(500, CompletableFuture.failedFuture(new IllegalStateException("a bug"))));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void error_isKeptByNobody_andInTheLanguageThatItSays(
      int status, CompletableFuture<Page<FieldViolation>> ending) throws Exception {
    bff.screenDoes((_, _) -> ending);
    bff.inputIs(
        ctx -> {
          ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, "de");
          return TestBff.id(ctx);
        });

    Answer answer = get("/catalogue/lamp");

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers())
        .containsEntry("cache-control", List.of("no-store"))
        .containsEntry("content-language", List.of("en"));
  }

  private static CompletableFuture<Page<FieldViolation>> page(Page<FieldViolation> page) {
    return CompletableFuture.completedFuture(page);
  }

  private static HttpService picture(String cacheControl) {
    return (_, _) ->
        HttpResponse.of(
            ResponseHeaders.builder(HttpStatus.OK)
                .contentType(MediaType.PLAIN_TEXT_UTF_8)
                .set(HttpHeaderNames.CACHE_CONTROL, cacheControl)
                .build());
  }

  private static AtomicReference<RequestHeaders> remembered() {
    AtomicReference<RequestHeaders> seen = new AtomicReference<>();
    bff.inputIs(
        (ServiceRequestContext ctx) -> {
          seen.set(ctx.request().headers());
          return TestBff.id(ctx);
        });
    return seen;
  }

  private static String description(Answer answer) throws IOException {
    return FieldViolation.parseFrom(answer.body().getBytes(ISO_8859_1)).getDescription();
  }

  private static Answer get(String target, String... headers) throws IOException {
    return RawHttp.request(bff.port(), "GET", target, headers);
  }
}
