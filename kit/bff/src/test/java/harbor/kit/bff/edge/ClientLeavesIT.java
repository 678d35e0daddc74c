package harbor.kit.bff.edge;

import static harbor.kit.bff.plan.Call.critical;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.rpc.BadRequest.FieldViolation;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.plan.Page;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanListener;
import harbor.kit.bff.plan.PlanParts;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import harbor.kit.testing.LogCapture;
import io.grpc.Context;
import io.grpc.Deadline;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that leaves while its page is made: what still runs for it is cancelled. */
class ClientLeavesIT {
  private static final Duration LONG = Duration.ofSeconds(50);

  /** gRPC contexts of the calls that wait, as their sources saw them. */
  private static final BlockingQueue<Context> WAITING = new LinkedBlockingQueue<>();

  private static final BlockingQueue<ServiceRequestContext> UNTIED = new LinkedBlockingQueue<>();
  private static TestBff bff;
  private LogCapture log;

  @BeforeAll
  static void start() {
    bff = TestBff.start(Map.of("/untied", (ctx, _) -> untied(ctx)));
    bff.screenDoes((scope, id) -> hangingPage(scope, id));
  }

  @AfterAll
  static void stop() {
    bff.close();
  }

  @BeforeEach
  void capture() {
    log = LogCapture.of(FailureLog.class);
  }

  @AfterEach
  void release() {
    log.close();
  }

  @Test
  void calls_areCancelled_whenAClientClosesItsHttp1Connection() throws Exception {
    Context call;
    try (Socket socket = RawHttp.open(bff.port())) {
      socket.getOutputStream().write(RawHttp.head("GET", "/things/lamp").getBytes(ISO_8859_1));
      call = nextWaiting();
      assertThat(call.isCancelled()).isFalse();
    }

    await().until(call::isCancelled);

    assertThat(call.cancellationCause()).as("it did not time out").isNull();
    assertThat(log.lines()).as("no bug of ours").isEmpty();
  }

  @Test
  void calls_areCancelled_whenAClientResetsItsHttp2Stream() throws Exception {
    HttpResponse response = http2().get("/things/lamp");
    Context call = nextWaiting();
    assertThat(call.isCancelled()).isFalse();

    response.abort();

    await().until(call::isCancelled);
    assertThat(call.cancellationCause()).as("it did not time out").isNull();
    assertThat(log.lines()).as("no bug of ours").isEmpty();
  }

  @Test
  void callsOfOtherStreams_goOn_whenAClientResetsOne() throws Exception {
    WebClient client = http2();
    HttpResponse leaving = client.get("/things/lamp");
    Context left = nextWaiting();
    HttpResponse staying = client.get("/things/sofa");
    Context stays = nextWaiting();

    leaving.abort();

    await().until(left::isCancelled);
    assertThat(stays.isCancelled()).isFalse();
    staying.abort();
    await().until(stays::isCancelled);
  }

  /** The counter-test: a scope that nobody ties to the request outlives it. */
  @Test
  void calls_goOn_whenTheirScopeIsNotTiedToTheRequest() throws Exception {
    HttpResponse response = http2().get("/untied");
    Context call = nextWaiting();
    ServiceRequestContext request = UNTIED.poll(10, TimeUnit.SECONDS);

    response.abort();

    assertThat(request).isNotNull();
    await().until(() -> request.log().isComplete());
    assertThat(call.isCancelled()).isFalse();
  }

  private static HttpResponse untied(ServiceRequestContext ctx) {
    RequestScope scope =
        RequestScope.open(
            LONG,
            CorrelationId.random(),
            Caller.ANONYMOUS,
            io.opentelemetry.context.Context.root(),
            Deadline.getSystemTicker(),
            ctx.eventLoop().withoutContext());
    UNTIED.add(ctx);
    return HttpResponse.of(hangingPage(scope, "").thenApply(_ -> HttpResponse.of(200)));
  }

  private static CompletableFuture<Page<FieldViolation>> hangingPage(
      RequestScope scope, String id) {
    Plan<String> plan =
        Plan.of(
            "test.thing",
            LONG,
            critical(
                    "catalog.product",
                    (String _) -> {
                      WAITING.add(Context.current());
                      return new CompletableFuture<String>();
                    })
                .within(LONG));
    return new PlanRunner(PlanListener.NONE)
        .run(plan, scope, id, (PlanParts _) -> TestBff.view(id));
  }

  private static Context nextWaiting() throws InterruptedException {
    Context context = WAITING.poll(10, TimeUnit.SECONDS);
    if (context == null) {
      throw new AssertionError("No call was made");
    }
    return context;
  }

  private static WebClient http2() {
    return WebClient.builder("h2c://127.0.0.1:" + bff.port())
        .factory(ClientFactory.ofDefault())
        .responseTimeout(Duration.ZERO)
        .build();
  }
}
