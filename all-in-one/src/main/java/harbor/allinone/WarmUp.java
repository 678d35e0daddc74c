package harbor.allinone;

import static java.util.concurrent.CompletableFuture.runAsync;

import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Logging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each BFF for its pages before the store says that it is ready: the first requests of a JVM
 * take longer than the deadlines that later ones keep. On a machine that is too slow for whole
 * pages it ends all the same, and says so: a late store answers less than a degraded one.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration AT_MOST = Duration.ofSeconds(30);
  private static final int MAX_ROUNDS = 400;
  private static final int MIN_ROUNDS = 40;
  private static final int COMPLETE_PAGES_IN_A_ROW = 12;
  private static final int UNAUTHORIZED = 401;

  /** How many it uses: one a round, because a cached one warms nothing more than the cache. */
  static final int PRODUCTS = MAX_ROUNDS;

  /** Connections go to the event loops in turn; each loop has channels of its own to warm up. */
  private static final int CONNECTIONS = 4;

  private final List<String> products;
  private final InstantSource clock;
  private final Instant end;

  WarmUp(List<String> products, InstantSource clock) {
    this.products = products;
    this.clock = clock;
    end = clock.instant().plus(AT_MOST);
  }

  /**
   * Asks all BFFs at the same time.
   *
   * @param products to ask for; without any there is nothing to warm up
   */
  static void run(List<BffProcess.Running> bffs, List<String> products) {
    if (products.isEmpty()) {
      return;
    }
    WarmUp warmUp = new WarmUp(products, InstantSource.system());
    // That early calls come too late is expected here, and no news to anybody.
    Logging.without(
        PlanTelemetry.class,
        () ->
            CompletableFuture.allOf(
                    bffs.stream()
                        .map(bff -> runAsync(() -> warmUp.warm(bff.port(), ExampleRoute.of(bff))))
                        .toArray(CompletableFuture[]::new))
                .join());
  }

  void warm(int port, List<ExampleRoute> routes) {
    List<HttpClient> clients =
        Stream.generate(HttpClient::newHttpClient).limit(CONNECTIONS).toList();
    try {
      int asked = 0;
      for (ExampleRoute route : routes) {
        asked += warm(port, route, clients, asked);
      }
    } catch (IOException e) {
      log.warn("The BFF on port {} could not be warmed up: {}", port, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.forEach(HttpClient::close);
    }
  }

  /**
   * Asks until pages are complete, or the time is over.
   *
   * @param first the first product to ask for
   * @return how many were asked for
   */
  private int warm(int port, ExampleRoute route, List<HttpClient> clients, int first)
      throws IOException, InterruptedException {
    int complete = 0;
    int round = 0;
    while (round < MIN_ROUNDS || (round < MAX_ROUNDS && complete < COMPLETE_PAGES_IN_A_ROW)) {
      if (clock.instant().isAfter(end)) {
        log.warn(
            "{} on port {} is not warm after {} s: its first answers may be late or degraded",
            route.pattern(),
            port,
            AT_MOST.toSeconds());
        break;
      }
      String path = route.path(products.get((first + round) % products.size()));
      HttpResponse<Void> page = ask(clients.get(round % CONNECTIONS), port, path);
      round++;
      if (page.statusCode() == UNAUTHORIZED) {
        // Of whoever asks for people's own pages the audit log has a line each time.
        break;
      }
      // That a newcomer has none of it, as of a cart, is a complete answer too.
      boolean isComplete =
          page.statusCode() < 500 && page.headers().firstValue("x-degraded").isEmpty();
      complete = isComplete ? complete + 1 : 0;
    }
    return round;
  }

  private static HttpResponse<Void> ask(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    return client.send(request, BodyHandlers.discarding());
  }
}
