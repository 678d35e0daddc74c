package harbor.allinone.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import harbor.allinone.load.People.Plan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeopleTest {
  private static final int REQUESTS = 1_000;

  @Test
  void people_lookAround_buy_andCancel_onPhonesAndInBrowsers() throws IOException {
    try (ScriptedShop shop = new ScriptedShop()) {
      Tally tally = tallyOf(shop.address(), shop.address(), REQUESTS);

      assertThat(tally.names())
          .containsExactlyInAnyOrder(
              "browser add to cart",
              "browser cancel",
              "browser cart",
              "browser checkout",
              "browser home",
              "browser new cart",
              "browser order",
              "browser place order",
              "browser product",
              "browser search",
              "phone add to cart",
              "phone cancel",
              "phone cart",
              "phone checkout",
              "phone list",
              "phone new cart",
              "phone order",
              "phone place order",
              "phone product",
              "phone search",
              "picture");
      assertThat(tally.failed()).isZero();
      assertThat(tally.ended(Tally.Ending.REFUSED))
          .isPositive()
          .isLessThanOrEqualTo(shop.declined());
      assertThat(shop.keys()).doesNotHaveDuplicates().doesNotContain("");
      assertThat(shop.guests()).containsExactlyInAnyOrder("", "guest-1");
    }
  }

  /** A BFF that knows one product, and declines cards. */
  private static final class ScriptedShop implements AutoCloseable {
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final Set<String> guests = ConcurrentHashMap.newKeySet();
    private final AtomicInteger declined = new AtomicInteger();

    ScriptedShop() throws IOException {
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::answer);
      server.start();
    }

    URI address() {
      return at(server.getAddress().getPort());
    }

    int declined() {
      return declined.get();
    }

    Queue<String> keys() {
      return keys;
    }

    /** Who adds to a cart of the app. */
    Set<String> guests() {
      return guests;
    }

    private void answer(HttpExchange exchange) throws IOException {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      boolean isOrder = path.endsWith("/orders");
      if (isOrder || path.endsWith("/cancel")) {
        keys.add(header(exchange, "Idempotency-Key"));
      }
      if (path.endsWith("/lines")) {
        guests.add(header(exchange, "X-Guest-Id"));
      }
      boolean isDeclined = isOrder && body.contains("tok_") && !body.contains("tok_approve");
      if (path.equals("/mobile/v1/carts")) {
        exchange.getResponseHeaders().set("X-Guest-Id", "guest-1");
      }
      String answer = "{\"id\":\"1\",\"offerId\":\"2\"}";
      if (isDeclined) {
        declined.incrementAndGet();
        answer = "{\"code\":\"PAYMENT_DECLINED\"}";
      } else if (path.contains("home") || path.contains("product") || path.contains("search")) {
        answer =
            "{\"productId\":\"HB1\",\"link\":\"/p/HB1\",\"image\":\"%s/i/1\"}".formatted(address());
      }
      exchange.sendResponseHeaders(isDeclined ? 409 : 200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.getBytes(UTF_8));
      }
    }

    private static String header(HttpExchange exchange, String name) {
      return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void nobodyThere_isAFailure() {
    Tally tally = tallyOf(at(1), at(1), 3);

    assertThat(tally.failed()).isEqualTo(tally.requests());
  }

  @Test
  void tally_saysOfEachScreen_howItEnded() {
    Tally tally = new Tally();
    for (int i = 1; i <= 100; i++) {
      tally.count("phone home", Tally.Ending.ANSWERED, Duration.ofMillis(i));
    }
    tally.count("phone home", Tally.Ending.DEGRADED, Duration.ofMinutes(1));
    tally.count("place order", Tally.Ending.REFUSED, Duration.ofMillis(7));
    StringWriter table = new StringWriter();

    tally.print(new PrintWriter(table));

    assertThat(tally.line(Duration.ofSeconds(61)))
        .isEqualTo("1:01     102 requests    1.7/s  1 degraded  1 refused  0 failed  p95 96 ms");
    assertThat(table.toString().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            " requests degraded refused failed p50 ms p95 ms",
            "phone home 101 1 0 0 51 96",
            "place order 1 0 1 0 7 7");
  }

  private static Tally tallyOf(URI web, URI mobile, int requests) {
    Plan plan = new Plan(6, Duration.ofMillis(1), 1, web, mobile, List.of());
    try (People people = People.come(plan)) {
      await().until(() -> people.tally().requests() >= requests);
      return people.tally();
    }
  }

  private static URI at(int port) {
    return URI.create("http://localhost:" + port);
  }
}
