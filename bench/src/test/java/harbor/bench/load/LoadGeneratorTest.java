package harbor.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final byte[] BODY =
      "twelve bytes".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  LoadGeneratorTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.createContext("/whole", exchange -> answer(exchange, 200, BODY.length));
    server.createContext("/chunked", exchange -> answer(exchange, 200, 0));
    server.createContext("/refused", exchange -> answer(exchange, 503, BODY.length));
    server.createContext(
        "/degraded",
        exchange -> {
          exchange.getResponseHeaders().set("X-Degraded", "reviews.list");
          answer(exchange, 200, BODY.length);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.close();
  }

  @Test
  void openLoop_sendsAsManyAsItWasTold() {
    try (LoadGenerator load = generator(4, "/whole", "/chunked")) {
      LoadResult result = load.open(100, SHORT, LoadGenerator.PATIENT);

      assertThat(result.sent()).isEqualTo(30);
      assertThat(result.succeeded()).isEqualTo(30);
      assertThat(result.latency().getTotalCount()).isEqualTo(30);
    }
  }

  @Test
  void closedLoop_asksAgainAndAgain() {
    try (LoadGenerator load = generator(2, "/whole")) {
      LoadResult result = load.closed(SHORT);

      assertThat(result.succeeded()).isGreaterThan(2).isEqualTo(result.sent());
    }
  }

  @Test
  void answers_areToldApart() {
    try (LoadGenerator load = generator(1, "/whole", "/refused", "/degraded")) {
      LoadResult result = load.open(100, SHORT, LoadGenerator.PATIENT);

      assertThat(result.succeeded()).isEqualTo(20);
      assertThat(result.degraded()).isEqualTo(10);
      assertThat(result.refused()).isEqualTo(10);
      assertThat(result.broken()).isZero();
    }
  }

  @Test
  void oneStall_isChargedForAllWhoWaited() {
    stallOnce();

    try (LoadGenerator load = generator(1, "/stalling")) {
      LoadResult result = load.open(100, SHORT, LoadGenerator.PATIENT);

      // One answer took 200 ms; those that should have left meanwhile were late as well.
      assertThat(result.latency().getCountBetweenValues(50_000, 60_000_000))
          .isGreaterThanOrEqualTo(10);
    }
  }

  @Test
  void requestsWithoutConnection_areDropped_whenTheirClientIsImpatient() {
    stallOnce();

    try (LoadGenerator load = generator(1, "/stalling")) {
      LoadResult result = load.open(100, SHORT, Duration.ofMillis(20));

      assertThat(result.dropped()).isGreaterThanOrEqualTo(10);
      assertThat(result.sent() + result.dropped()).isEqualTo(30);
    }
  }

  private void stallOnce() {
    AtomicBoolean stalled = new AtomicBoolean();
    server.createContext(
        "/stalling",
        exchange -> {
          if (!stalled.getAndSet(true)) {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
          }
          answer(exchange, 200, BODY.length);
        });
  }

  private LoadGenerator generator(int connections, String... paths) {
    return new LoadGenerator(
        new Workload(server.getAddress().getPort(), List.of(paths), "*/*"), connections);
  }

  /** A length of 0 means chunks. */
  private static void answer(HttpExchange exchange, int status, int length) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(status, length);
      exchange.getResponseBody().write(BODY);
    }
  }
}
