package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.edge.RawHttp.Answer;
import harbor.kit.bff.overload.OverloadSettings;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.Page;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A BFF with as much under way as it can bear: what it turns away, and how. */
class SheddingIT {
  private static final String JSON = "Accept: application/json";

  /** At most ten: five deferrable, eight normal, all ten essential. */
  private static final OverloadSettings TEN =
      new OverloadSettings(Duration.ofSeconds(10), 10, 1_000, Duration.ofSeconds(10), List.of());

  private static final OverloadSettings HUNDRED =
      new OverloadSettings(Duration.ofSeconds(10), 100, 1_000, Duration.ofSeconds(10), List.of());

  private static final OverloadSettings OFF =
      new OverloadSettings(Duration.ZERO, 10, 1_000, Duration.ofSeconds(10), List.of());

  private final BlockingQueue<CompletableFuture<Page<FieldViolation>>> underWay =
      new LinkedBlockingQueue<>();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void whatMattersLeast_isShedFirst_andWhatMattersMostLast() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 5);
      assertShed(get(bff, "/extras/lamp"));

      hold(bff, "/things/1", 3);
      assertShed(get(bff, "/things/lamp"));
      assertShed(get(bff, "/extras/lamp"));

      hold(bff, "/orders/1", 2);
      assertShed(get(bff, "/orders/lamp"));

      assertThat(bff.load().inFlight()).isEqualTo(10);
      assertThat(bff.load().limit()).isEqualTo(10);
      assertThat(bff.load().shed())
          .isEqualTo(Map.of(Priority.DEFERRABLE, 2L, Priority.NORMAL, 1L, Priority.ESSENTIAL, 1L));
      assertThat(bff.metrics())
          .contains("harbor_bff_shed_total{priority=\"deferrable\",reason=\"saturated\"")
          .contains("harbor_bff_in_flight{")
          .contains("harbor_bff_in_flight_limit{")
          .contains("harbor_bff_queueing_seconds{");
    }
  }

  @Test
  void service_isNormalAgain_whenTheLoadHasGone() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 10);
      assertShed(get(bff, "/extras/lamp"));

      release();
      await().until(() -> bff.load().inFlight() == 0);
      bff.screenDoes((_, id) -> TestBff.ready(id));

      assertThat(get(bff, "/extras/lamp").status()).isEqualTo(200);
    }
  }

  @Test
  void connectionThatWasRefused_isHeardAgain() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 10);
      Socket socket = open(bff);
      send(socket, "/things/lamp");
      assertShed(RawHttp.read(socket.getInputStream(), false));

      // while it is saturated ...
      send(socket, "/things/lamp");
      assertShed(RawHttp.read(socket.getInputStream(), false));

      // ... and when it is not
      release();
      await().until(() -> bff.load().inFlight() == 0);
      bff.screenDoes((_, id) -> TestBff.ready(id));
      send(socket, "/things/lamp");
      assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(200);
    }
  }

  /** When many were refused others are not even heard; each gets an answer. */
  @Test
  void whoAsksWhenManyWereRefused_waits_andIsServedWhenThereIsRoom() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 10);
      List<Socket> asking = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        Socket socket = open(bff);
        send(socket, "/things/lamp");
        asking.add(socket);
      }
      await().until(() -> held(bff) > 0);

      bff.screenDoes((_, id) -> TestBff.ready(id));
      release();

      List<Integer> statuses = new ArrayList<>();
      for (Socket socket : asking) {
        statuses.add(RawHttp.read(socket.getInputStream(), false).status());
      }
      assertThat(statuses).contains(200, 503).containsOnly(200, 503);
    }
  }

  private static double held(TestBff bff) {
    return bff.metrics()
        .lines()
        .filter(line -> line.startsWith("harbor_bff_shed_total") && line.contains("\"held\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** The other streams of a connection wait with the one that was refused, and go on with it. */
  @Test
  void streamOverHttp2_isShed_andItsConnectionIsHeardAgain() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 8);
      WebClient client = WebClient.of("h2c://127.0.0.1:" + bff.port());
      CompletableFuture<AggregatedHttpResponse> order = client.get("/orders/2").aggregate();
      await().until(() -> underWay.size() == 9);

      AggregatedHttpResponse refused = client.get("/things/lamp").aggregate().join();
      assertThat(refused.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
      assertThat(refused.headers().get("retry-after")).isIn("1", "2");

      release();
      assertThat(order.join().status()).isEqualTo(HttpStatus.OK);
      bff.screenDoes((_, id) -> TestBff.ready(id));
      assertThat(client.get("/things/lamp").aggregate().join().status()).isEqualTo(HttpStatus.OK);
    }
  }

  @Test
  void requestsOfClientsThatLeft_areNotUnderWayAnyMore() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 10);

      close();

      await().until(() -> bff.load().inFlight() == 0);
    }
  }

  /** What changes something goes on, and a client that leaves must not be able to pile it up. */
  @Test
  void requestsOfClientsThatLeft_countUntilTheirWorkHasEnded() throws Exception {
    try (TestBff bff = TestBff.start(TEN, Map.of())) {
      AtomicInteger left = new AtomicInteger();
      bff.screenDoes(
          (scope, _) -> {
            scope.context().addListener(_ -> left.incrementAndGet(), Runnable::run);
            CompletableFuture<Page<FieldViolation>> page = new CompletableFuture<>();
            underWay.add(page);
            return page;
          });
      hold(bff, "/orders/1", 10);

      close();

      await().until(() -> left.get() == 10);
      assertThat(bff.load().inFlight()).isEqualTo(10);
      assertShed(get(bff, "/orders/lamp"));
      release();
      await().until(() -> bff.load().inFlight() == 0);
    }
  }

  /** A body that does not come is no work. */
  @Test
  void requestsWhoseBodiesAreToCome_keepNobodyOut_untilTheyAreTooMany() throws Exception {
    try (TestBff bff = TestBff.start(TEN, Map.of("/reads", (_, request) -> reads(request)))) {
      Socket first = open(bff);
      for (int i = 0; i < 10; i++) {
        Socket slow = i == 0 ? first : open(bff);
        slow.getOutputStream()
            .write(RawHttp.head("POST", "/reads", "Content-Length: 1").getBytes(ISO_8859_1));
      }
      await().until(() -> get(bff, "/things/lamp").status() == 503);

      first.getOutputStream().write('x');

      assertThat(RawHttp.read(first.getInputStream(), false).status()).isEqualTo(200);
      await().until(() -> get(bff, "/things/lamp").status() == 200);
      assertThat(bff.load().inFlight()).isZero();
    }
  }

  /** Only four go on, and all are answered. */
  @Test
  void pipelinedRequests_waitForTheAnswersInFrontOfThem() throws Exception {
    try (TestBff bff = busy(HUNDRED)) {
      Socket socket = open(bff);
      socket
          .getOutputStream()
          .write(RawHttp.head("GET", "/orders/1", JSON).repeat(10).getBytes(ISO_8859_1));
      await().until(() -> underWay.size() == 4);
      hold(bff, "/orders/1", 1);
      assertThat(underWay).hasSize(5);

      bff.screenDoes((_, id) -> TestBff.ready(id));
      release();

      for (int i = 0; i < 10; i++) {
        assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(200);
      }
    }
  }

  /** With or without a body, all of them end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /things/lamp 200",
        "HEAD /things/lamp 200",
        "GET /nowhere 404",
        "HEAD /nowhere 404",
        "DELETE /things/lamp 405",
        "OPTIONS /things/lamp 405",
        "POST /things/lamp 405",
      })
  void connection_goesOn_whateverItsAnswersAre(String asked) throws Exception {
    try (TestBff bff = busy(HUNDRED)) {
      bff.screenDoes((_, id) -> TestBff.ready(id));
      String[] words = asked.split(" ", -1);
      Socket socket = open(bff);
      for (int i = 0; i < 12; i++) {
        socket.getOutputStream().write(RawHttp.head(words[0], words[1], JSON).getBytes(ISO_8859_1));
        assertThat(RawHttp.read(socket.getInputStream(), words[0].equals("HEAD")).status())
            .isEqualTo(Integer.parseInt(words[2]));
      }
    }
  }

  @Test
  void connection_goesOn_whenNothingHasChanged() throws Exception {
    try (TestBff bff = busy(HUNDRED)) {
      bff.screenDoes((_, id) -> TestBff.ready(id));
      String tag = get(bff, "/things/lamp").header("etag");
      Socket socket = open(bff);
      for (int i = 0; i < 12; i++) {
        socket
            .getOutputStream()
            .write(
                RawHttp.head("GET", "/things/lamp", JSON, "If-None-Match: " + tag)
                    .getBytes(ISO_8859_1));
        assertThat(RawHttp.read(socket.getInputStream(), false).status()).isEqualTo(304);
      }
    }
  }

  /** A client that asks for much, over one connection, keeps nobody out. */
  @Test
  void connectionBeyondItsShare_isShed_beforeOthers() throws Exception {
    try (TestBff bff = busy(HUNDRED)) {
      hold(bff, "/orders/1", 1);
      WebClient greedy = WebClient.of("h2c://127.0.0.1:" + bff.port());
      List<CompletableFuture<AggregatedHttpResponse>> asked = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        asked.add(greedy.get("/orders/1").aggregate());
      }
      await().until(() -> asked.stream().anyMatch(CompletableFuture::isDone));

      assertThat(underWay).hasSize(51);
      hold(bff, "/orders/1", 40);
      assertThat(bff.load().inFlight()).isEqualTo(91);
    }
  }

  @Test
  void health_isNeverShed() throws Exception {
    try (TestBff bff = busy(TEN)) {
      hold(bff, "/orders/1", 10);
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
  }

  /** The counter-test: whoever comes is taken in. */
  @Test
  void nothingIsShed_whenSheddingIsOff() throws Exception {
    try (TestBff bff = busy(OFF)) {
      hold(bff, "/extras/1", 20);

      assertThat(bff.load().shed()).containsEntry(Priority.DEFERRABLE, 0L);
    }
  }

  private static HttpResponse reads(HttpRequest request) {
    return HttpResponse.of(
        request
            .aggregate()
            .thenApply(whole -> HttpResponse.of(whole.contentUtf8().equals("x") ? 200 : 400)));
  }

  private TestBff busy(OverloadSettings overload) {
    TestBff bff = TestBff.start(overload, Map.of());
    bff.screenDoes(
        (scope, _) -> {
          CompletableFuture<Page<FieldViolation>> page = new CompletableFuture<>();
          scope.context().addListener(_ -> page.cancel(false), Runnable::run);
          underWay.add(page);
          return page;
        });
    return bff;
  }

  private void hold(TestBff bff, String target, int requests) throws IOException {
    int before = underWay.size();
    for (int i = 0; i < requests; i++) {
      send(open(bff), target);
    }
    await().until(() -> underWay.size() == before + requests);
  }

  private void release() {
    underWay.forEach(
        page -> page.complete(new Page.Ready<>(TestBff.view("x"), List.of(), List.of())));
  }

  private Socket open(TestBff bff) throws IOException {
    Socket socket = RawHttp.open(bff.port());
    sockets.add(socket);
    return socket;
  }

  private static void send(Socket socket, String target) throws IOException {
    socket.getOutputStream().write(RawHttp.head("GET", target, JSON).getBytes(ISO_8859_1));
  }

  private static Answer get(TestBff bff, String target) throws IOException {
    return RawHttp.request(bff.port(), "GET", target, JSON);
  }

  private static void assertShed(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("retry-after")).isIn("1", "2");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"UNAVAILABLE\"").contains(answer.header("x-trace-id"));
  }
}
