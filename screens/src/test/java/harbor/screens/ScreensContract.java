package harbor.screens;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.RetryInfo;
import com.linecorp.armeria.common.HttpStatus;
import harbor.contracts.ApiChanges;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.edge.Route;
import harbor.kit.bff.openapi.Example;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.rpc.RpcClient;
import harbor.kit.bff.rpc.RpcProto;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.bff.rpc.RpcStatus;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import harbor.scripted.Arrival;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.FieldTrace;
import harbor.scripted.Golden;
import harbor.scripted.Script;
import harbor.scripted.ScriptedCores;
import harbor.scripted.SpanTree;
import harbor.scripted.Visitor;
import harbor.scripted.Visitor.Answer;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What is true of every screen of a BFF, found by its routes and their plans. A BFF's test says a
 * sample for each of its routes; its kept answers, spans and visible fields are in {@code
 * src/test/resources/golden}.
 *
 * <p>Without layers around the services: one call is one try, and no breaker remembers the test
 * before. Short deadlines are ten times as long, so that nothing is late but what never comes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ScreensContract {
  private static final int PACE = 10;

  /** Others do not come so far. */
  private static final int FIRST_OF_DOCUMENT = 1_000_000;

  /**
   * What differs from one time to the next: how an answer came about, where people sign in, and
   * what is remembered of one of them.
   */
  private static final List<String> DIFFERING = List.of("meta", "sessions", "token");

  private static final Path DOCUMENTS = Path.of("src", "main", "resources", "harbor", "openapi");

  private static final String IF_MATCH = "if-match";

  /** What an rpc's metadata has of the headers of the same page. */
  private static final List<String> RPC_METADATA =
      List.of(
          "cache-control",
          "content-language",
          "deprecation",
          "link",
          "sunset",
          "x-degraded",
          "x-schema-version",
          "x-stale");

  private static final ErrorTable ERRORS = ErrorTable.read("/harbor/errors.tsv");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, MethodDescriptor<?, ?>> METHODS =
      ScriptedCores.methods().stream()
          .collect(toMap(MethodDescriptor::getFullMethodName, Function.identity()));

  /** A test waits no longer for what never comes, times its pace. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private static final Way NEVER =
      new Way("never", Script.never(), Miss.of(Status.Code.DEADLINE_EXCEEDED, ""));

  private static final List<Way> WAYS =
      List.of(
          NEVER,
          new Way("garbage", Script.garbage(), Miss.of(Status.Code.INTERNAL, "")),
          new Way("no message", Script.nothing(), Miss.of(Status.Code.INTERNAL, "")),
          Way.status(Status.Code.DEADLINE_EXCEEDED),
          Way.status(Status.Code.UNAVAILABLE),
          Way.status(Status.Code.RESOURCE_EXHAUSTED),
          Way.status(Status.Code.INTERNAL),
          Way.status(Status.Code.NOT_FOUND));

  /** Kept pages are of this day, whenever they are looked at. */
  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

  private final BffProcess process;
  private final List<Sample> samples;
  private final InMemorySpanExporter spans = InMemorySpanExporter.create();
  private final AtomicInteger people = new AtomicInteger();

  private ScriptedCores cores;
  private BffProcess.Running bff;
  private Telemetry telemetry;
  private Visitor visitor;
  private RpcSchema rpcs;
  private RpcClient rpcClient;

  /** How a call fails, and why there is no answer then. */
  private record Way(String name, Script script, Miss miss) {
    private static Way status(Status.Code code) {
      return new Way(code.name(), Script.fail(code, "SCRIPTED"), Miss.of(code, "SCRIPTED"));
    }
  }

  /**
   * Of this BFF, with at least one sample for each route.
   *
   * @param shared of the screens that it shares with other BFFs
   * @param own of its own screens
   */
  protected ScreensContract(BffProcess process, List<Sample> shared, Sample... own) {
    this.process = process;
    this.samples = Stream.concat(Stream.of(own), shared.stream()).toList();
  }

  @BeforeAll
  void start() {
    cores = ScriptedCores.start();
    telemetry = Telemetry.recording(process.name(), spans);
    Map<String, String> settings = new HashMap<>();
    settings.put(Environment.setting(process.name(), "PORT"), "0");
    settings.put("HARBOR_BFF_EVENT_LOOPS", "2");
    settings.put("HARBOR_DRAIN_MS", "0");
    settings.put("HARBOR_CACHE", "off");
    settings.put("HARBOR_MEDIA_URL", "http://media.test");
    settings.put("HARBOR_MEDIA_RESIZER", "https://img.test/{width}/{source}");
    settings.put("HARBOR_STOREFRONT_URL", "https://shop.test");
    for (Core core : Core.values()) {
      settings.put("HARBOR_" + core.name() + "_TARGET", cores.target(core));
      settings.put("HARBOR_" + core.name() + "_LAYERS", "none");
    }
    bff = process.start(Environment.of(settings), telemetry, ScreensContract::paced, () -> NOW);
    visitor = new Visitor(bff.port(), HttpClient.Version.HTTP_1_1);
    rpcs = RpcSchema.of(process.name(), bff.api().routes());
    rpcClient = new RpcClient(bff.port(), rpcs);
    for (Sample sample : samples) {
      await().atMost(Duration.ofSeconds(60)).until(() -> ask(sample), Answer::isWhole);
    }
  }

  @AfterAll
  void stop() {
    rpcClient.close();
    visitor.close();
    bff.close();
    telemetry.close();
    cores.close();
  }

  @BeforeEach
  void allIsWell() {
    cores.sell(CoreProduct.ordinary());
    cores.forget();
  }

  @Test
  void everyRoute_hasASample_andEverySampleARoute() {
    assertThat(unsampled(samples)).isEmpty();
    for (Sample sample : samples) {
      assertThat(route(sample)).isNotNull();
    }
  }

  /** The counter-test: a route of which nobody gave a sample is named. */
  @Test
  void route_isNamed_whenItHasNoSample() {
    assertThat(unsampled(List.of())).hasSize((int) planned().count()).isNotEmpty();
  }

  /** What is served at {@code /openapi.json}. */
  @Test
  void document_isTheKeptOne() throws IOException {
    // Whoever was here before: what an answer says to one person is the same each time.
    people.set(FIRST_OF_DOCUMENT);
    List<Example> examples = new ArrayList<>();
    Set<Route<?, ?>> sampled = new HashSet<>();
    for (Sample sample : samples) {
      allIsWell();
      sample.cores().accept(cores);
      Answer answer = ask(sample);
      String path = route(sample).path();
      examples.add(ApiDocument.example(sample, path, answer.status(), answer.body()));
      if (sampled.add(route(sample))) {
        examples.addAll(degraded(sample));
      }
    }

    Golden.assertKept(
        DOCUMENTS.resolve(process.name() + ".json"),
        ApiDocument.of(bff.api(), ApiDocument.version(), examples));
  }

  /** With each of its parts missing. */
  private List<Example> degraded(Sample sample) {
    List<Example> examples = new ArrayList<>();
    for (Call<?, ?> call : calls(sample)) {
      if (!call.isCritical()) {
        allIsWell();
        sample.cores().accept(cores);
        script(method(call), Script.fail(Status.Code.UNAVAILABLE, "SCRIPTED"));
        Answer answer = ask(sample);
        examples.add(
            ApiDocument.example(
                sample.named("degraded:" + call.name()),
                route(sample).path(),
                answer.status(),
                answer.body()));
      }
    }
    allIsWell();
    return examples;
  }

  /** What is served at {@code /schemas/rpc.proto}: a route that reads is an rpc by that alone. */
  @Test
  void rpcs_areTheKeptOnes() throws IOException {
    String proto = RpcProto.of(process.name(), rpcs);

    Golden.assertKept(DOCUMENTS.resolve(process.name() + ".proto"), proto);
    assertThat(visitor.document("/schemas/rpc.proto").text()).isEqualTo(proto);
    assertThat(visitor.document("/schemas/rpc.binpb").body()).isEqualTo(rpcs.whole().toByteArray());
    assertThat(rpcs.rpcs())
        .hasSize(
            (int) bff.routes().stream().filter(r -> r.stated().method().equals("GET")).count());
  }

  /** A new BFF has none yet. */
  @Test
  void rpcs_breakNoClient_ofTheReleasedOnes() throws IOException {
    Set<String> now = ApiDocument.promises(RpcProto.of(process.name(), rpcs));

    assertThat(now)
        .as("see docs/versioning.md")
        .containsAll(ApiDocument.releasedRpcs(process.name()));
    // The counter-test: a parameter that takes another's number is found.
    assertThat(ApiDocument.promises("message A {\n  // First.\n  string b = 1;\n}"))
        .containsExactly("message A { string b = 1;");
  }

  /** The same view, and the same said of it. */
  @TestFactory
  Stream<DynamicTest> page_isTheSame_byRpc() {
    return samples.stream()
        .filter(sample -> sample.method().equals("GET"))
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.toString(),
                    () -> {
                      allIsWell();
                      sample.cores().accept(cores);
                      Answer http = ask(sample);
                      RpcClient.Answer rpc = askByRpc(sample);

                      assertThat(rpc.view()).as("%s", rpc).isPresent();
                      assertThat(view(sample, rpc)).isEqualTo(view(sample, http));
                      for (String header : RPC_METADATA) {
                        assertThat(rpc.header(header)).as(header).isEqualTo(http.header(header));
                      }
                    }));
  }

  /** A new BFF has none yet. */
  @Test
  void document_breaksNoClient_ofTheReleasedOne() throws IOException {
    Path now = DOCUMENTS.resolve(process.name() + ".json");

    assertThat(
            ApiDocument.released(process.name())
                .map(before -> ApiChanges.breaking(before, ApiDocument.read(now)))
                .orElse(List.of()))
        .as("see docs/versioning.md")
        .isEmpty();
  }

  /** Cacheable, and with the schema of each view by itself. */
  @Test
  void document_isServed_withItsSchemasAndAPage() {
    Answer document = visitor.document("/openapi.json");
    String tag = document.header("etag");

    assertThat(document.status()).as("%s", document).isEqualTo(200);
    assertThat(tree(document).at("/paths")).isNotEmpty();
    assertThat(document.header("cache-control")).isEqualTo("public, max-age=300");
    assertThat(visitor.document("/openapi.json", "if-none-match", tag).status()).isEqualTo(304);
    Answer zipped = visitor.document("/openapi.json", "accept-encoding", "gzip");
    assertThat(zipped.header("content-encoding")).isEqualTo("gzip");
    assertThat(zipped.body()).hasSizeLessThan(document.body().length / 5);
    for (Route<?, ?> route : bff.routes()) {
      String view = route.example().getDescriptorForType().getFullName();
      if (tree(document).at("/components/schemas").has(view)) {
        Answer schema = visitor.document("/schemas/" + view + ".json");
        assertThat(tree(schema).at("/$defs").has(view)).as("%s", schema).isTrue();
      }
    }
    assertThat(visitor.document("/schemas/harbor.None.json").status()).isEqualTo(404);
    assertThat(visitor.document("/schemas/fields.txt").text()).contains(" traceId string\n");
    String page = visitor.document("/docs").text();
    assertThat(bff.routes())
        .allSatisfy(route -> assertThat(page).contains(route.path().replace("{*", "{")));
  }

  /** The paths of the running server, but for gRPC's, which no such document describes. */
  @Test
  void document_hasTheRoutesThatThereAre() {
    SortedSet<String> documented = new TreeSet<>();
    bff.api().routes().forEach(route -> documented.add(pattern(route.path())));
    bff.api().services().forEach(service -> documented.add(pattern(service.path())));
    bff.api().batch().ifPresent(at -> documented.add(pattern(at.path())));

    assertThat(
            bff.server().endpoints().stream()
                .map(endpoint -> endpoint.substring(endpoint.indexOf('/')))
                .filter(path -> !path.startsWith("/grpc.") && !path.startsWith("/harbor."))
                .map(ScreensContract::pattern))
        .isSubsetOf(documented);
  }

  private static String pattern(String path) {
    return path.replace("{*", "{");
  }

  @Test
  void sizes_areTheKeptOnes() {
    List<ScreenSize> sizes = new ArrayList<>();
    for (Sample sample : samples) {
      // How many sessions a person has is another number each time.
      if (sample.method().equals("GET") && !hasField(sample, "sessions")) {
        allIsWell();
        sample.cores().accept(cores);
        Answer json = ask(sample);
        List<Message> answers = cores.answers();
        Answer protobuf = ask(sample, "application/x-protobuf");
        sizes.add(
            ScreenSize.of(
                sample.name(),
                json.body(),
                protobuf.status() == 406 ? new byte[0] : protobuf.body(),
                answers));
      }
    }

    ScreenSize.assertKept(sizes);
    // The counter-test.
    assertThat(new ScreenSize("a", List.of(200)).isLike(new ScreenSize("a", List.of(220))))
        .isFalse();
  }

  private boolean hasField(Sample sample, String name) {
    return route(sample).example().getDescriptorForType().findFieldByName(name) != null;
  }

  @TestFactory
  Stream<DynamicTest> page_isTheKeptOne() {
    return each(
        sample -> {
          Answer json = ask(sample);
          Answer protobuf = ask(sample, "application/x-protobuf");

          assertThat(json.isWhole()).as("%s", json).isTrue();
          assertThat(json.text())
              .as("pictures have a size, and those of others come from the resizer")
              .doesNotContain("{size}", "\"/i/", "\"https://pictures.");
          assertMeta(json, List.of());
          Golden.assertKept(sample.name() + ".head.txt", head(json) + head(protobuf));
          if (json.body().length > 0) {
            Message view = view(sample, json);
            Golden.assertKept(sample.name() + ".json", shown(json).toPrettyString());
            Golden.assertKept(
                sample.name() + ".textproto", TextFormat.printer().printToString(view));
            if (protobuf.status() != 406) {
              assertThat(view(sample, protobuf)).isEqualTo(view);
            }
          }
        });
  }

  /** Of the sparsest product, and with each part missing: nothing is empty, nothing is null. */
  @TestFactory
  Stream<DynamicTest> page_saysNothing_ofWhatIsNotKnown() {
    return samples.stream()
        .filter(sample -> !isFrozen(route(sample)))
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.toString(),
                    () -> {
                      cores.forget();
                      sample.cores().accept(cores);
                      cores.sell(CoreProduct.bare());
                      Answer bare = ask(sample);
                      allIsWell();

                      assertThat(blanks(bare)).as("%s", bare).isEmpty();
                      for (Example part : degraded(sample)) {
                        assertThat(part.answer().map(ScreensContract::blanks).orElse(List.of()))
                            .as(part.name())
                            .isEmpty();
                      }
                    }));
  }

  /** The counter-test: the one view that may not change says what it does not know. */
  @Test
  void blanks_areFound() throws IOException {
    assertThat(blanks(JSON.readTree("{\"a\":{\"b\":[\"\",1]},\"c\":null,\"d\":0,\"e\":\"x\"}")))
        .containsExactly("/a/b/0", "/c");
  }

  /** Version 1 of the phone's product keeps its six fields. */
  private static boolean isFrozen(Route<?, ?> route) {
    return route.example().getDescriptorForType().getFullName().equals("harbor.mobile.v1.Product");
  }

  private static List<String> blanks(Answer answer) {
    return answer.body().length == 0 ? List.of() : blanks(tree(answer));
  }

  /** Where a text is empty or something is null. */
  private static List<String> blanks(JsonNode tree) {
    List<String> found = new ArrayList<>();
    if (tree.isNull() || (tree.isTextual() && tree.textValue().isEmpty())) {
      found.add("");
    }
    if (tree.isArray()) {
      for (int i = 0; i < tree.size(); i++) {
        String at = "/" + i;
        blanks(tree.get(i)).forEach(below -> found.add(at + below));
      }
    }
    tree.properties()
        .forEach(
            member ->
                blanks(member.getValue())
                    .forEach(below -> found.add("/" + member.getKey() + below)));
    return found;
  }

  @TestFactory
  Stream<DynamicTest> page_showsExactlyTheKeptFields() {
    Set<Route<?, ?>> traced = new HashSet<>();
    return samples.stream()
        .filter(sample -> ask(sample).body().length > 0 && traced.add(route(sample)))
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.toString(),
                    () -> {
                      Golden.assertKept(
                          sample.name() + ".fields.txt", visible(sample, UnaryOperator.identity()));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> spans_areTheKeptTree() {
    return each(
        sample -> {
          Answer answer = ask(sample);

          Golden.assertKept(
              sample.name() + ".spans.txt",
              SpanTree.of(spans, answer.header("x-trace-id"), calls(sample).size()));
        });
  }

  /** Each call is made once, in the request's name, with no more time than its plan gives it. */
  @TestFactory
  Stream<DynamicTest> calls_areThoseOfThePlans_withTheirDeadlines() {
    return each(
        sample -> {
          Answer answer = ask(sample);

          Map<String, Duration> deadlines =
              calls(sample).stream()
                  .collect(
                      toMap(ScreensContract::method, ScreensContract::deadline, (one, _) -> one));
          List<Arrival> arrivals =
              cores.arrivals().stream()
                  .filter(arrival -> arrival.traceId().equals(answer.header("x-trace-id")))
                  .toList();
          assertThat(arrivals)
              .extracting(Arrival::method)
              .containsExactlyInAnyOrderElementsOf(
                  calls(sample).stream().map(ScreensContract::method).toList());
          assertThat(arrivals)
              .allSatisfy(
                  arrival -> {
                    assertThat(arrival.timeout())
                        .isPositive()
                        .isLessThanOrEqualTo(deadlines.get(arrival.method()));
                    assertThat(arrival.correlationId())
                        .isEqualTo(answer.header("x-correlation-id"));
                  });
          cores.assertDeadlines();
        });
  }

  @TestFactory
  Stream<DynamicTest> page_isKeptAsItsRouteSays() {
    return each(
        sample -> {
          Answer whole = ask(sample);
          if (!sample.method().equals("GET")) {
            assertNotKept(whole, "private, no-store");
            return;
          }
          String stated = route(sample).stated().cacheControl();
          assertThat(whole.header("cache-control")).isEqualTo(stated);
          if (stated.endsWith("no-store")) {
            return;
          }
          String tag = whole.header("etag");
          assertThat(tag).isNotEmpty();
          Answer again = ask(sample.header("if-none-match", tag));
          assertThat(again.status()).isEqualTo(304);
          assertThat(again.header("etag")).isEqualTo(tag);
          assertThat(again.body()).isEmpty();
        });
  }

  /** Also to whoever knows the tag of somebody's page. */
  @TestFactory
  Stream<DynamicTest> pageOfUsers_isRefusedToNobody_beforeAnyCall() {
    return bff.routes().stream()
        .filter(Route::isForUsers)
        .map(
            route ->
                DynamicTest.dynamicTest(
                    route.stated().method() + " " + route.path(), () -> isForUsers(route)));
  }

  private void isForUsers(Route<?, ?> route) {
    allIsWell();
    Sample sample =
        samples.stream().filter(one -> isAnsweredBy(route, one)).findFirst().orElse(any(route));
    Sample nobodys = sample.signedOut();
    if (!route.screen().plans().isEmpty()) {
      Answer whole = ask(sample);
      assertThat(whole.isWhole()).as("%s", whole).isTrue();
      assertThat(cores.arrivals()).isNotEmpty();
      if (!whole.header("etag").isEmpty()) {
        nobodys = nobodys.header("if-none-match", whole.header("etag"));
      }
      cores.forget();
    }

    assertError(ask(nobodys), ERRORS.of(EdgeEvent.NOT_SIGNED_IN, ""));

    assertThat(cores.arrivals()).isEmpty();
  }

  /** Some request that this route answers. */
  private static Sample any(Route<?, ?> route) {
    String method = route.stated().method();
    String path = route.path().replaceAll("\\{\\w+}", "some-id");
    return method.equals("GET") ? Sample.get("any", path) : Sample.write("any", method, path, "");
  }

  /** Also when that can only be read afterwards. */
  @TestFactory
  Stream<DynamicTest> changeOfAnotherVersion_showsTheResourceAsItIsNow() {
    return samples.stream()
        .filter(sample -> sample.headers().contains(IF_MATCH))
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.toString(),
                    () -> {
                      allIsWell();
                      script(
                          method(calls(sample).getFirst()),
                          Script.fail(Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH"));

                      Answer mismatch = ask(sample);

                      assertThat(mismatch.status()).as("%s", mismatch).isEqualTo(412);
                      assertThat(tree(mismatch).get("current")).as("%s", mismatch).hasSize(1);
                      if (!sample.method().equals("PUT")) {
                        // Whether something is there that a PUT would replace, the service knows.
                        assertThat(ask(sample.without(IF_MATCH)).status()).isEqualTo(428);
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> optionalCall_isNamed_andCriticalOneIsTheTablesError() {
    return WAYS.stream()
        .flatMap(
            way ->
                rounds(way).stream()
                    .map(
                        round ->
                            DynamicTest.dynamicTest(
                                way.name() + ": " + String.join(", ", round),
                                () -> fails(way, round))));
  }

  /** What of the core services' answers is seen in a page. */
  protected final String visible(Sample sample, UnaryOperator<Message> onTheWay) {
    try {
      return new FieldTrace(cores, () -> ask(sample), answer -> read(sample, answer), onTheWay)
          .visible();
    } finally {
      allIsWell();
    }
  }

  /** The sample of this name. */
  protected final Sample sample(String name) {
    return samples.stream().filter(sample -> sample.name().equals(name)).findFirst().orElseThrow();
  }

  /** The core services. */
  protected final ScriptedCores cores() {
    return cores;
  }

  /** The BFF's, as Prometheus reads them. */
  protected final String metrics() {
    return telemetry.scrape();
  }

  /** All samples that make these calls are asked at once. */
  private void fails(Way way, Set<String> methods) {
    cores.sell(CoreProduct.ordinary());
    methods.forEach(method -> script(method, way.script()));
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      samples.stream()
          .map(sample -> CompletableFuture.runAsync(() -> fails(way, methods, sample), each))
          .toList()
          .forEach(CompletableFuture::join);
    }
    allIsWell();
  }

  private void fails(Way way, Set<String> methods, Sample sample) {
    List<Call<?, ?>> failing =
        calls(sample).stream().filter(call -> methods.contains(method(call))).toList();
    Answer answer = ask(sample);
    if (sample.method().equals("GET") && !way.equals(NEVER)) {
      assertSame(askByRpc(sample), answer, failing.size());
    }
    if (!failing.isEmpty() && failing.getFirst().isCritical()) {
      // Of several at once any may be the first.
      assertError(
          answer,
          failing.stream()
              .map(call -> ERRORS.of(way.miss(), call.name()))
              .filter(error -> answer.text().contains(error.code()))
              .findFirst()
              .orElseThrow(() -> new AssertionError(answer.toString())));
    } else if (failing.isEmpty() || !way.miss().isFailure()) {
      // That there is no such thing is an answer.
      assertThat(answer.isWhole()).as("%s", answer).isTrue();
      assertMeta(answer, List.of());
    } else {
      assertDegraded(sample, answer, failing.getFirst().name());
    }
  }

  /** Of several calls that fail at once any may be the first. */
  private static void assertSame(RpcClient.Answer rpc, Answer http, int failing) {
    assertThat(rpc.code())
        .as("%s\n%s", rpc, http)
        .isEqualTo(
            http.status() == 200
                ? Status.Code.OK
                : RpcStatus.code(HttpStatus.valueOf(http.status())));
    assertThat(rpc.header("x-degraded")).isEqualTo(http.header("x-degraded"));
    assertThat(rpc.header("cache-control")).isEqualTo(http.header("cache-control"));
    if (http.status() != 200) {
      assertThat(rpc.view()).isEmpty();
      assertThat(rpc.has(RetryInfo.class)).isEqualTo(tree(http).path("retryable").booleanValue());
      if (failing == 1) {
        assertThat(rpc.reason()).isEqualTo(tree(http).get("code").textValue());
      }
    }
  }

  private void script(String method, Script script) {
    cores.script(Objects.requireNonNull(METHODS.get(method), method), script);
  }

  /**
   * The methods that its screens call, in sets of which no screen calls two; for what never comes
   * without those that may take long.
   */
  private List<Set<String>> rounds(Way way) {
    List<Set<String>> rounds = new ArrayList<>();
    samples.stream()
        .flatMap(sample -> calls(sample).stream())
        .filter(call -> !way.equals(NEVER) || call.deadline().compareTo(PATIENCE) <= 0)
        .map(ScreensContract::method)
        .distinct()
        .sorted()
        .forEach(
            method ->
                rounds.stream()
                    .filter(round -> isApart(method, round))
                    .findFirst()
                    .orElseGet(
                        () -> {
                          rounds.add(new TreeSet<>());
                          return rounds.getLast();
                        })
                    .add(method));
    return rounds;
  }

  private boolean isApart(String method, Set<String> round) {
    return samples.stream()
        .map(sample -> calls(sample).stream().map(ScreensContract::method).collect(toSet()))
        .noneMatch(called -> called.contains(method) && called.stream().anyMatch(round::contains));
  }

  private Stream<DynamicTest> each(Consumer<Sample> test) {
    return samples.stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.toString(),
                    () -> {
                      allIsWell();
                      sample.cores().accept(cores);
                      test.accept(sample);
                    }));
  }

  /** What the kit answers by itself, without asking a core service, is tested with the kit. */
  private Stream<Route<?, ?>> planned() {
    return bff.routes().stream().filter(route -> !route.screen().plans().isEmpty());
  }

  private List<String> unsampled(List<Sample> known) {
    return planned()
        .map(Route::stated)
        .filter(
            route -> known.stream().noneMatch(sample -> sample.fits(route.method(), route.path())))
        .map(route -> route.method() + " " + route.path())
        .toList();
  }

  private static boolean isAnsweredBy(Route<?, ?> route, Sample sample) {
    return sample.fits(route.stated().method(), route.path());
  }

  private Route<?, ?> route(Sample sample) {
    return bff.routes().stream()
        .filter(route -> isAnsweredBy(route, sample))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no route for " + sample));
  }

  private List<Call<?, ?>> calls(Sample sample) {
    List<Call<?, ?>> calls = new ArrayList<>();
    for (Plan<?> plan : route(sample).screen().plans()) {
      if (sample.plan().isEmpty() || plan.name().equals(sample.plan())) {
        plan.steps().forEach(step -> calls.addAll(step.calls()));
      }
    }
    return calls;
  }

  private static String method(Call<?, ?> call) {
    return call.method().orElseThrow();
  }

  private static Duration deadline(Call<?, ?> call) {
    return paced(call.deadline());
  }

  /** What takes long anyway is not waited for ten times as long. */
  private static Duration paced(Duration time) {
    return time.compareTo(PATIENCE) < 0 ? time.multipliedBy(PACE) : time;
  }

  private Answer ask(Sample sample) {
    return ask(sample, "application/json");
  }

  private RpcClient.Answer askByRpc(Sample sample) {
    Sample asked = byItsPerson(sample);
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < asked.headers().size(); i += 2) {
      metadata.put(asked.headers().get(i), asked.headers().get(i + 1));
    }
    return rpcClient.get(route(sample).path(), sample.path(), metadata);
  }

  private Sample byItsPerson(Sample sample) {
    return sample
        .roles()
        .map(roles -> SignedInPerson.at(bff, "person-" + people.incrementAndGet(), roles))
        .map(sample::by)
        .orElse(sample);
  }

  /** Asks in this format; whoever is signed in is a person of their own, with a new session. */
  protected final Answer ask(Sample sample, String accept) {
    Sample asked = byItsPerson(sample).header("accept", accept);
    if (!sample.body().isEmpty()) {
      asked = asked.header("content-type", "application/json");
    }
    return visitor.write(
        asked.method(), asked.path(), asked.body(), asked.headers().toArray(new String[0]));
  }

  /** Without what differs from one time to the next. */
  private Message view(Sample sample, Answer answer) {
    return without(DIFFERING, decoded(sample, answer));
  }

  /** The same of an rpc's answer. */
  private Message view(Sample sample, RpcClient.Answer answer) {
    Message.Builder view = route(sample).example().newBuilderForType();
    try {
      view.mergeFrom(answer.view().orElseThrow().toByteArray());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(answer.toString(), e);
    }
    return without(DIFFERING, view);
  }

  /** Of a token, what can be read in it. */
  private Message read(Sample sample, Answer answer) {
    Message.Builder view = decoded(sample, answer);
    FieldDescriptor token = view.getDescriptorForType().findFieldByName("token");
    if (token != null) {
      view.setField(token, FieldTrace.readable((String) view.getField(token)));
    }
    return without(List.of("meta", "sessions"), view);
  }

  /** Fails when the answer has a member that the view does not have. */
  private Message.Builder decoded(Sample sample, Answer answer) {
    Message.Builder view = route(sample).example().newBuilderForType();
    try {
      if (answer.header("content-type").equals("application/x-protobuf")) {
        view.mergeFrom(answer.body());
        assertThat(view.getUnknownFields().asMap()).isEmpty();
      } else {
        JsonFormat.parser().merge(answer.text(), view);
      }
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(answer.toString(), e);
    }
    return view;
  }

  private static Message without(List<String> fields, Message.Builder view) {
    for (String differing : fields) {
      FieldDescriptor field = view.getDescriptorForType().findFieldByName(differing);
      if (field != null) {
        view.clearField(field);
      }
    }
    return view.build();
  }

  /** Without what differs from one time to the next. */
  private static ObjectNode shown(Answer answer) {
    ObjectNode tree = (ObjectNode) tree(answer);
    tree.remove(DIFFERING);
    return tree;
  }

  private static JsonNode tree(Answer answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(answer.toString(), e);
    }
  }

  private static String head(Answer answer) {
    return answer.status()
        + "\n"
        + Stream.of(
                "content-type",
                "cache-control",
                "vary",
                "location",
                "x-schema-version",
                "deprecation",
                "sunset",
                "link")
            .filter(name -> !answer.header(name).isEmpty())
            .map(name -> name + ": " + answer.header(name) + "\n")
            .collect(joining());
  }

  private void assertDegraded(Sample sample, Answer answer, String call) {
    assertThat(answer.status()).as("%s", answer).isBetween(200, 204);
    assertThat(answer.header("x-degraded")).isEqualTo(call);
    boolean isShared = route(sample).stated().cacheControl().startsWith("public");
    assertNotKept(answer, isShared ? "no-store" : "private, no-store");
    assertMeta(answer, List.of(call));
  }

  private static void assertError(Answer answer, ErrorAnswer error) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(error.status().code());
    assertThat(answer.header("x-degraded")).isEmpty();
    assertNotKept(answer, "no-store");
    JsonNode tree = tree(answer);
    assertThat(tree.get("code").textValue()).isEqualTo(error.code());
    assertThat(tree.path("retryable").booleanValue()).isEqualTo(error.retryable());
    assertThat(tree.get("traceId").textValue()).isEqualTo(answer.header("x-trace-id"));
  }

  private static void assertNotKept(Answer answer, String cacheControl) {
    assertThat(answer.header("cache-control")).isEqualTo(cacheControl);
    assertThat(answer.headers().firstValue("etag")).isEmpty();
  }

  private static void assertMeta(Answer answer, List<String> missing) {
    JsonNode meta = answer.body().length == 0 ? null : tree(answer).get("meta");
    if (meta == null) {
      return;
    }
    List<String> named = new ArrayList<>();
    meta.get("missing").forEach(name -> named.add(name.textValue()));
    assertThat(named).isEqualTo(missing);
    assertThat(meta.get("degraded").booleanValue()).isEqualTo(!missing.isEmpty());
    assertThat(meta.get("traceId").textValue()).isEqualTo(answer.header("x-trace-id"));
  }
}
