package harbor.e2e.hostile;

import com.sun.management.OperatingSystemMXBean;
import harbor.e2e.Store;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * People who look at pages of a store by phone and browser: so many a second, whether those of
 * before are answered or not.
 */
final class HonestLoad {
  /** Pages a second. */
  static final int RATE = 30;

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int PRODUCTS = 300;
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Store store;
  private int next;

  /** At a store. */
  HonestLoad(Store store) {
    this.store = store;
  }

  /**
   * What came of some pages.
   *
   * @param failures what was no 2xx, or no answer
   * @param p99 from when a page was due to its last byte
   * @param share of one core, which all of this process took meanwhile
   */
  record Pages(int answered, List<String> failures, Duration p99, double share) {
    /** Copies the list. */
    Pages {
      failures = List.copyOf(failures);
    }
  }

  /** A page that was answered in a time; with its failure, or none. */
  private record Asked(Duration took, String failure) {}

  /** Asks for some time, and waits for all answers. */
  Pages go(Duration time) {
    long period = TimeUnit.SECONDS.toNanos(1) / RATE;
    List<CompletableFuture<Asked>> all = new ArrayList<>();
    long processor = SYSTEM.getProcessCpuTime();
    long start = System.nanoTime();
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      for (long after = 0; after < time.toNanos(); after += period) {
        URI page = page(next++);
        long due = start + after;
        CompletableFuture<Asked> asked = new CompletableFuture<>();
        all.add(asked);
        var _ = clock.schedule(() -> ask(page, due, asked), after, TimeUnit.NANOSECONDS);
      }
    }
    List<Asked> asked = all.stream().map(CompletableFuture::join).toList();
    double took = System.nanoTime() - start;
    List<Duration> times = asked.stream().map(Asked::took).sorted().toList();
    return new Pages(
        asked.size(),
        asked.stream().map(Asked::failure).filter(failure -> !failure.isEmpty()).toList(),
        times.get((int) Math.ceil(times.size() * 0.99) - 1),
        (SYSTEM.getProcessCpuTime() - processor) / took);
  }

  private void ask(URI page, long due, CompletableFuture<Asked> asked) {
    HttpRequest request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
    var _ =
        client
            .sendAsync(request, BodyHandlers.ofString())
            .handle((answer, failure) -> failure(page, answer, failure))
            .thenAccept(
                failure ->
                    asked.complete(new Asked(Duration.ofNanos(System.nanoTime() - due), failure)));
  }

  private static String failure(
      URI page, @Nullable HttpResponse<String> answer, @Nullable Throwable failure) {
    if (answer == null) {
      return page.getPath() + ": " + failure;
    }
    return answer.statusCode() / 100 == 2
        ? ""
        : "%s: %d %s".formatted(page.getPath(), answer.statusCode(), answer.body());
  }

  private URI page(int number) {
    String product = "HB" + (1_001 + number * 7 % PRODUCTS);
    return switch (number % 6) {
      case 0 -> at("mobile-bff", "/mobile/v2/products/" + product);
      case 1 -> at("web-bff", "/web/products/" + product);
      case 2 -> at("mobile-bff", "/mobile/v1/products/" + product);
      case 3 -> at("web-bff", "/web/home");
      case 4 -> at("mobile-bff", "/mobile/v1/products");
      default -> at("web-bff", "/web/search?q=lamp");
    };
  }

  private URI at(String bff, String path) {
    return URI.create("http://127.0.0.1:" + store.port(bff) + path);
  }
}
