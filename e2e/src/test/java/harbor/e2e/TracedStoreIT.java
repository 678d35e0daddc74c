package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.trace.TraceCommand;
import harbor.e2e.Visits.Answer;
import harbor.kit.testing.ProofReport;
import harbor.kit.testing.TestPorts;
import harbor.observability.OtlpReceiver;
import harbor.observability.OtlpReceiver.Received;
import harbor.observability.Telemetry;
import harbor.reviews.v1.ReviewsServiceGrpc;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import picocli.CommandLine;

/**
 * A store as it is run, one of whose services is in trouble: what a backend of traces gets of its
 * requests, and what a real Jaeger makes of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracedStoreIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int CLIENTS = 4;
  private static final int VISITS_OF_ALL_KINDS = 12;
  private static final int VISITS_AT_A_TIME = 480;

  /** More than that many requests: a visit with a cart has several. */
  private static final int MANY = 10_080;

  private static final Path OBSERVABILITY =
      Path.of(System.getProperty("harbor.root"), "observability");

  /** A metric with conditions on its labels. */
  private static final Pattern SELECTOR = Pattern.compile("[a-z_:0-9]+\\{[^}]*\\}");

  /** What only a store with Redis has, or one with limits. */
  private static final Pattern NOT_HERE = Pattern.compile("redis|rate_limited");

  private static final Pattern FLAG = Pattern.compile("^harbor\\.flag\\..+");
  private static final String VOCABULARY = vocabulary();

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final Optional<Jaeger> jaeger = Jaeger.start();
  private final int reviewsPort = TestPorts.next();
  private final TroubledService reviews =
      TroubledService.before(
          reviewsPort,
          ReviewsServiceGrpc.getListReviewsMethod().getFullMethodName(),
          ReviewsServiceGrpc.getGetRatingMethod().getFullMethodName());
  private final Store store = start();
  private final Optional<Prometheus> prometheus = Prometheus.start(store.port("management"));
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final Visits visits = new Visits(store, answers::add);

  private Store start() {
    jaeger.ifPresent(one -> receiver.forwardTo(one.otlp()));
    Map<String, String> settings = new HashMap<>(receiver.environment());
    settings.put("HARBOR_REVIEWS_PORT", Integer.toString(reviewsPort));
    settings.put("HARBOR_REVIEWS_TARGET", reviews.target());
    Store started = Store.start(Store.freshData(), settings);
    reviews.silence();
    return started;
  }

  @AfterAll
  void close() {
    prometheus.ifPresent(Prometheus::close);
    store.close();
    reviews.close();
    jaeger.ifPresent(Jaeger::close);
    receiver.close();
  }

  @Test
  void everyRequest_isOneConnectedTrace_ofTheVocabulary() throws Exception {
    Map<String, Long> kinds = new TreeMap<>();
    int from = 0;
    do {
      Map<String, List<Received>> traces = ask(from, from + VISITS_AT_A_TIME);
      kinds(traces).forEach((kind, requests) -> kinds.merge(kind, requests, Long::sum));
      kinds.keySet().removeAll(Set.of("hedged", "coalesced"));
      from += VISITS_AT_A_TIME;
      // A breaker that is open for the whole of a part leaves nothing to retry in it.
    } while (kinds.containsValue(0L) && from < 3 * VISITS_AT_A_TIME);

    assertThat(kinds)
        .hasSizeGreaterThan(4)
        .allSatisfy((kind, requests) -> assertThat(requests).as(kind).isPositive());
  }

  @Test
  @Tag("proof")
  @Tag("traces")
  void requestsOfEveryKind_areEachOneConnectedTrace_ofTheVocabulary() throws Exception {
    Map<String, Long> kinds = new TreeMap<>();
    long spans = 0;
    for (int from = 0; from < MANY; from += VISITS_AT_A_TIME) {
      receiver.forget();
      Map<String, List<Received>> traces = ask(from, from + VISITS_AT_A_TIME);
      spans += traces.values().stream().mapToLong(List::size).sum();
      kinds.merge("all", (long) traces.size(), Long::sum);
      kinds(traces).forEach((kind, requests) -> kinds.merge(kind, requests, Long::sum));
    }

    assertThat(kinds).allSatisfy((kind, requests) -> assertThat(requests).as(kind).isPositive());
    ProofReport report =
        new ProofReport(
            "traces",
            "Requests of people on both BFFs, while one core service refuses, delays and does not"
                + " answer some calls: each is one trace with one root, no span without its parent"
                + " and none that begins before it, %,d spans in all; every attribute is of the"
                    .formatted(spans)
                + " vocabulary, and the trace id of every error's body finds its trace.",
            "requests",
            "how many");
    kinds.forEach(report::row);
    report.write();
  }

  @Test
  void jaeger_hasTheServicesTheirOperationsAndWhoCallsWhom() {
    Jaeger asked = jaeger();
    Answer order = visits.order("graph");

    assertThat(order.status()).as(order.body()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(texts(asked.ask("/api/v3/services").path("services")))
                  .contains("mobile-bff", "orders", "payments", "shipping", "inventory");
              assertThat(
                      asked.ask("/api/v3/operations?service=mobile-bff").findValuesAsText("name"))
                  .contains("POST /mobile/v1/orders");
              assertThat(calls(asked))
                  .contains("mobile-bff -> orders", "orders -> payments", "orders -> shipping");
            });
  }

  @Test
  void orderOfAPhone_isOneTraceInJaeger_fromItsRequestToItsShipment() {
    Jaeger asked = jaeger();
    Answer order = visits.order("shipment");

    assertThat(order.status()).as(order.body()).isEqualTo(201);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(asked.spans(order.traceId()))
                    .contains(
                        "POST /mobile/v1/orders",
                        "harbor.orders.v1.OrdersService/PlaceOrder",
                        "order place.reserve-stock",
                        "order place.capture",
                        "mail confirmation",
                        "harbor.shipping.v1.ShippingService/ReleaseShipment"));
    assertThat(printed(asked, order.traceId()))
        .contains(
            "Trace " + order.traceId() + ", from Jaeger at " + asked.url(),
            "mobile-bff: POST /mobile/v1/orders, status 201",
            "orders.place -> OrdersService/PlaceOrder",
            "Critical path, ")
        .doesNotContain("Not the whole trace");
  }

  @Test
  void jaeger_takesOtlpOverHttpToo() {
    Jaeger asked = jaeger();
    String traceId;
    try (Telemetry telemetry =
        Telemetry.start(
            "by-http",
            Map.of(
                "OTEL_EXPORTER_OTLP_PROTOCOL",
                "http/protobuf",
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                asked.otlpHttp()))) {
      Span span = telemetry.openTelemetry().getTracer("test").spanBuilder("query").startSpan();
      span.end();
      traceId = span.getSpanContext().getTraceId();
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(asked.spans(traceId)).containsExactly("query"));
  }

  /** Stock that an order takes: on an open stream of the browser, and in the catalogue's search. */
  @Test
  void whatAnOrderCausesElsewhere_leadsToItsTrace() throws Exception {
    HttpRequest stream =
        HttpRequest.newBuilder(URI.create(store.web("/web/events?products=HB1001"))).build();
    try (HttpClient browser = HttpClient.newHttpClient();
        InputStream body = browser.send(stream, BodyHandlers.ofInputStream()).body();
        BufferedReader events = new BufferedReader(new InputStreamReader(body, UTF_8))) {
      assertThat(events.lines().anyMatch(line -> line.startsWith("data:"))).isTrue();

      Answer order = visits.order("elsewhere");

      assertThat(order.status()).as(order.body()).isEqualTo(201);
      Received push = linkedTo(order.traceId(), "web-bff", "push inventory.stock");
      assertThat(push.traceId()).isNotEqualTo(order.traceId());
      assertThat(push.attribute("harbor.push.keys")).isEqualTo("1");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(receiver.trace(push.traceId()))
                      .extracting(Received::toString)
                      .contains(
                          "web-bff: harbor.inventory.v1.InventoryService/BatchGetStock (unset)"));
      assertThat(linkedTo(order.traceId(), "catalog", "copy inventory.stock").traceId())
          .isNotEqualTo(order.traceId());
    }
  }

  /** A span of this name with a link to this trace. */
  private Received linkedTo(String traceId, String service, String name) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                receiver.spans().stream()
                    .filter(span -> span.service().equals(service))
                    .filter(span -> span.span().getName().equals(name))
                    .filter(
                        span ->
                            span.span().getLinksList().stream()
                                .map(
                                    link ->
                                        HexFormat.of().formatHex(link.getTraceId().toByteArray()))
                                .anyMatch(traceId::equals))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** A query that is right only on paper has no points. */
  @Test
  void panelsOfAllDashboards_havePoints() throws IOException {
    Prometheus asked = prometheus();
    Set<String> open = new TreeSet<>(queries());
    assertThat(open).hasSizeGreaterThan(60);
    assertThat(asked.refusal()).isEmpty();

    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              IntStream.range(0, VISITS_OF_ALL_KINDS).forEach(visits::visit);
              open.removeIf(query -> hasPoints(asked.query(query)));
              return open;
            },
            Set::isEmpty);
    // The counter-test.
    assertThat(hasPoints(asked.query("rate(harbor_gone_total[1m])"))).isFalse();
  }

  /** A condition that names a value which no series has is never true. */
  @Test
  void selectorsOfRulesAndPanels_haveSeries() throws Exception {
    Prometheus asked = prometheus();
    Set<String> open = new TreeSet<>(queries());
    open.add(Files.readString(OBSERVABILITY.resolve("prometheus/alerts.yml")));
    Set<String> selectors =
        open.stream()
            .flatMap(text -> SELECTOR.matcher(text).results().map(MatchResult::group))
            .filter(selector -> !NOT_HERE.matcher(selector).find())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(selectors).hasSizeGreaterThan(60);
    assertThat(new Visitor(store).browser("GET", "/web/events?products=HB1001", "").body())
        .contains("data:");

    // Of a part that home does without: a service's own fault.
    turn("users ListMarks errors=100%");
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                IntStream.range(0, VISITS_OF_ALL_KINDS).forEach(visits::visit);
                selectors.removeIf(selector -> isThere(asked, selector));
                return selectors;
              },
              Set::isEmpty);
    } finally {
      turn("off");
    }
    // The counter-test.
    assertThat(isThere(asked, "harbor_plan_answers_total")).isTrue();
    assertThat(isThere(asked, "harbor_plan_answers_total{outcome=\"gone\"}")).isFalse();
  }

  private void turn(String faults) {
    assertThat(Http.put(store.management("/faults"), faults).statusCode()).isEqualTo(200);
  }

  private static boolean isThere(Prometheus asked, String selector) {
    return !asked.query("count(" + selector + ")").isEmpty();
  }

  @Test
  void exemplars_leadToTraces() {
    Prometheus asked = prometheus();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              IntStream.range(0, VISITS_OF_ALL_KINDS).forEach(visits::visit);
              List<String> ofRequests =
                  asked
                      .exemplars("http_server_request_duration_seconds_bucket")
                      .findValuesAsText("trace_id");
              assertThat(ofRequests).isNotEmpty();
              assertThat(asked.exemplars("harbor_plan_call_seconds_bucket")).isNotEmpty();
              assertThat(receiver.spans()).extracting(Received::traceId).containsAll(ofRequests);
            });
  }

  private Prometheus prometheus() {
    assumeTrue(
        prometheus.isPresent(),
        "Skipped: there is no Prometheus. build/prometheus gets one where there is apt.");
    return prometheus.orElseThrow();
  }

  /** Those of all panels, as Grafana would ask them of all services. */
  private static Set<String> queries() throws IOException {
    Path folder = OBSERVABILITY.resolve("grafana/dashboards");
    Set<String> queries = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        queries.addAll(new ObjectMapper().readTree(file.toFile()).findValuesAsText("expr"));
      }
    }
    return queries.stream()
        .map(query -> query.replace("$service", ".*").replace("$__rate_interval", "1m"))
        .collect(Collectors.toSet());
  }

  /** A series whose value is a number. */
  private static boolean hasPoints(JsonNode series) {
    return StreamSupport.stream(series.spliterator(), false)
        .anyMatch(each -> !each.path("value").path(1).asText("NaN").equals("NaN"));
  }

  private Jaeger jaeger() {
    assumeTrue(
        jaeger.isPresent(),
        "Skipped: there is no Jaeger 2. build/jaeger builds one where there is Go.");
    return jaeger.orElseThrow();
  }

  /** The whole traces of the visits of these numbers. */
  private Map<String, List<Received>> ask(int from, int to) throws Exception {
    answers.clear();
    // Whoever was here before: of these, the first rating is refused, and asked for again.
    reviews.silence();
    AtomicInteger number = new AtomicInteger(from);
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<?>> running =
          Stream.generate(() -> clients.submit(() -> visitAll(number, to)))
              .limit(CLIENTS)
              .collect(Collectors.toList());
      for (Future<?> one : running) {
        var _ = one.get();
      }
    }
    assertThat(answers).hasSizeGreaterThanOrEqualTo(to - from);
    assertThat(
            answers.stream().filter(answer -> answer.status() >= 400 && !answer.body().isEmpty()))
        .allSatisfy(error -> assertThat(error.body()).contains(error.traceId()));
    Set<String> asked = answers.stream().map(Answer::traceId).collect(Collectors.toSet());
    await().atMost(PATIENCE).until(() -> unfinished(traces(asked), asked), Set::isEmpty);
    Map<String, List<Received>> traces = traces(asked);
    assertThat(traces).hasSize(answers.size());
    traces.values().forEach(TracedStoreIT::assertSound);
    assertThat(
            traces.values().stream()
                .flatMap(List::stream)
                .flatMap(TracedStoreIT::unknown)
                .distinct())
        .as("attributes that observability/README.md does not name")
        .isEmpty();
    return traces;
  }

  private void visitAll(AtomicInteger number, int to) {
    for (int next = number.getAndIncrement(); next < to; next = number.getAndIncrement()) {
      visits.visit(next);
    }
  }

  private Map<String, List<Received>> traces(Set<String> asked) {
    return receiver.spans().stream()
        .filter(span -> asked.contains(span.traceId()))
        .collect(groupingBy(Received::traceId));
  }

  /** Those that are missing, or whose spans are not all there. */
  private static Set<String> unfinished(Map<String, List<Received>> traces, Set<String> asked) {
    return asked.stream()
        .filter(id -> !isWhole(roots(traces.getOrDefault(id, List.of()))))
        .collect(Collectors.toSet());
  }

  /** A span whose parent is still to come is no root. */
  private static boolean isWhole(List<Received> roots) {
    return roots.size() == 1 && roots.getFirst().span().getParentSpanId().isEmpty();
  }

  private static List<Received> roots(List<Received> trace) {
    Set<Object> ids =
        trace.stream().map(each -> each.span().getSpanId()).collect(Collectors.toSet());
    return trace.stream().filter(each -> !ids.contains(each.span().getParentSpanId())).toList();
  }

  private static void assertSound(List<Received> trace) {
    Received root = roots(trace).getFirst();
    assertThat(root.service()).endsWith("-bff");
    Map<Object, Received> byId =
        trace.stream().collect(Collectors.toMap(each -> each.span().getSpanId(), each -> each));
    for (Received span : trace) {
      Received parent = byId.getOrDefault(span.span().getParentSpanId(), root);
      if (parent.service().equals(span.service())) {
        assertThat(span.span().getStartTimeUnixNano())
            .as("%s begins after %s", span, parent)
            .isGreaterThanOrEqualTo(parent.span().getStartTimeUnixNano());
      }
    }
  }

  private static Stream<String> unknown(Received span) {
    return span.span().getAttributesList().stream()
        .map(KeyValue::getKey)
        .map(key -> FLAG.matcher(key).replaceFirst("harbor.flag.<name>"))
        .filter(key -> !VOCABULARY.contains(key))
        .map(key -> key + " of " + span.span().getName());
  }

  /** How many requests there were of each kind that a trace shows. */
  private Map<String, Long> kinds(Map<String, List<Received>> traces) {
    Map<String, Long> kinds = new HashMap<>();
    kinds.put("cached", with(traces, span -> span.attribute("harbor.answered_by").equals("cache")));
    kinds.put(
        "coalesced", with(traces, span -> span.attribute("harbor.answered_by").equals("flight")));
    kinds.put("hedged", with(traces, span -> !span.attribute("harbor.hedge").isEmpty()));
    kinds.put("retried", with(traces, span -> span.attribute("harbor.try").equals("2")));
    kinds.put("with a missed part", with(traces, span -> !span.attribute("harbor.miss").isEmpty()));
    kinds.put("with a saga", with(traces, span -> span.span().getName().startsWith("order ")));
    kinds.put("degraded", answers.stream().filter(Answer::isDegraded).count());
    kinds.put("failed", answers.stream().filter(answer -> answer.status() >= 400).count());
    return kinds;
  }

  private static long with(Map<String, List<Received>> traces, Predicate<Received> span) {
    return traces.values().stream().filter(trace -> trace.stream().anyMatch(span)).count();
  }

  /** {@code mobile-bff -> orders} and so on. */
  private static List<String> calls(Jaeger asked) {
    JsonNode graph =
        asked.ask(
            "/api/dependencies?lookback=3600000&endTs="
                + Instant.now().plusSeconds(60).toEpochMilli());
    return StreamSupport.stream(graph.path("data").spliterator(), false)
        .map(call -> call.path("parent").asText() + " -> " + call.path("child").asText())
        .toList();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private String printed(Jaeger asked, String traceId) {
    StringWriter output = new StringWriter();
    int code =
        new CommandLine(new TraceCommand(Path.of(store.environment().get("HARBOR_DATA"))))
            .setOut(new PrintWriter(output))
            .execute(traceId, "--jaeger", asked.url());
    assertThat(code).as(output.toString()).isZero();
    return output.toString();
  }

  private static String vocabulary() {
    try {
      return Files.readString(OBSERVABILITY.resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
