package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.testing.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every process by itself, on an outside PostgreSQL. */
class AloneIT {
  private static final Map<String, String> MAINS =
      Map.of(
          "CATALOG", "harbor.catalog.CatalogMain",
          "INVENTORY", "harbor.inventory.InventoryMain",
          "PRICING", "harbor.pricing.PricingMain",
          "REVIEWS", "harbor.reviews.ReviewsMain",
          "RECOMMENDATIONS", "harbor.recommendations.RecommendationsMain",
          "WEB_BFF", "harbor.web.WebBffMain",
          "MOBILE_BFF", "harbor.mobile.MobileBffMain");

  private final List<Process> running = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    running.forEach(Process::destroy);
    for (Process process : running) {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void processes_makeAStore_whenEachRunsAlone() throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("HARBOR_DB_URL", RunningStore.get().databaseUrl());
    Map<String, Integer> management = new HashMap<>();
    for (String name : MAINS.keySet()) {
      int port = TestPorts.next();
      settings.put("HARBOR_" + name + "_PORT", Integer.toString(port));
      settings.put("HARBOR_" + name + "_TARGET", "127.0.0.1:" + port);
      management.put(name, TestPorts.next());
    }

    for (Map.Entry<String, String> main : MAINS.entrySet()) {
      start(main.getValue(), settings, management.getOrDefault(main.getKey(), 0));
    }

    for (Map.Entry<String, Integer> port : management.entrySet()) {
      await()
          .atMost(Duration.ofMinutes(1))
          .ignoreExceptionsInstanceOf(UncheckedIOException.class)
          .until(() -> health(port.getValue()).equals("SERVING\n"));
      assertThat(Http.text(Http.get(local(port.getValue(), "/metrics"))))
          .contains("service=\"" + port.getKey().toLowerCase(Locale.ROOT).replace('_', '-') + "\"");
    }
    int web = Integer.parseInt(settings.getOrDefault("HARBOR_WEB_BFF_PORT", "0"));
    HttpResponse<byte[]> page =
        await()
            .until(
                () -> Http.get(local(web, "/web/products/HB1001")),
                answer ->
                    answer.statusCode() == 200
                        && answer.headers().firstValue("x-degraded").isEmpty());
    assertThat(Http.text(page)).contains("\"id\":\"HB1001\"");
  }

  private void start(String main, Map<String, String> settings, int management) throws IOException {
    List<String> command = new ArrayList<>(Store.command());
    command.set(command.size() - 1, main);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(settings);
    builder.environment().put("HARBOR_MANAGEMENT_PORT", Integer.toString(management));
    Path log = Files.createTempFile(main, ".log");
    running.add(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start());
  }

  private static String health(int port) {
    return Http.text(Http.get(local(port, "/health")));
  }

  private static String local(int port, String path) {
    return "http://127.0.0.1:" + port + path;
  }
}
