package harbor.allinone;

import static java.util.concurrent.CompletableFuture.runAsync;

import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.runtime.Logging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks each BFF for products before the store says that it is ready: the first requests of a JVM
 * take longer than the deadlines that later ones keep.
 */
final class WarmUp {
  private static final Logger log = LoggerFactory.getLogger(WarmUp.class);
  private static final int MOST_ROUNDS = 400;
  private static final int LEAST_ROUNDS = 40;
  private static final int WHOLE_ANSWERS_IN_A_ROW = 12;

  /** One a round: what has been asked for is remembered, and warms nothing more than that up. */
  private static final int PRODUCTS = MOST_ROUNDS;

  /** Connections go to the event loops in turn; each loop has channels of its own to warm up. */
  private static final int CONNECTIONS = 4;

  private WarmUp() {}

  static void run(Wired wired, List<RunningProcess> processes) {
    List<String> products;
    try (CoreChannels channels = wired.channels(Processes.COMMAND_LINE)) {
      products = channels.products(PRODUCTS);
    }
    if (products.isEmpty()) {
      return;
    }
    // That early calls come too late is expected here, and no news to anybody.
    Logging.without(
        PlanTelemetry.class,
        () ->
            CompletableFuture.allOf(
                    runAsync(() -> warm(processes, "web-bff", "/web/products/", products)),
                    runAsync(() -> warm(processes, "mobile-bff", "/mobile/v1/products/", products)))
                .join());
  }

  private static void warm(
      List<RunningProcess> processes, String name, String route, List<String> products) {
    RunningProcess bff = RunningProcess.named(processes, name);
    List<HttpClient> clients =
        Stream.generate(HttpClient::newHttpClient).limit(CONNECTIONS).toList();
    int whole = 0;
    try {
      for (int round = 0;
          round < LEAST_ROUNDS || (round < MOST_ROUNDS && whole < WHOLE_ANSWERS_IN_A_ROW);
          round++) {
        HttpClient client = clients.get(round % CONNECTIONS);
        String product = products.get(round % products.size());
        whole = isWhole(client, bff.port(), route + product) ? whole + 1 : 0;
      }
    } catch (IOException e) {
      log.warn("{} could not be warmed up: {}", bff.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.forEach(HttpClient::close);
    }
  }

  private static boolean isWhole(HttpClient client, int port, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
    return response.statusCode() == 200 && response.headers().firstValue("x-degraded").isEmpty();
  }
}
