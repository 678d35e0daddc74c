package harbor.e2e.inprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A crowd of clients that ask for one page, on virtual threads, and keep only what they count. */
final class Pages implements AutoCloseable {
  private final HttpClient http;
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final URI page;
  private final int atOnce;

  /** What a page was like: its status, and the calls that it names as missing. */
  record Kind(int status, String missing) {}

  Pages(int port, String path, int atOnce) {
    this.page = URI.create("http://127.0.0.1:" + port + path);
    this.atOnce = atOnce;
    this.http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(clients).build();
  }

  /** Asks so often, never more at once than there are clients, and counts the answers by kind. */
  Map<Kind, Integer> ask(int times, Runnable afterEach) {
    Map<Kind, Integer> kinds = new ConcurrentHashMap<>();
    AtomicInteger left = new AtomicInteger(times);
    try (ExecutorService crowd = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < atOnce; client++) {
        var _ =
            crowd.submit(
                () -> {
                  while (left.getAndDecrement() > 0) {
                    kinds.merge(ask(), 1, Integer::sum);
                    afterEach.run();
                  }
                });
      }
    }
    int answered = kinds.values().stream().mapToInt(Integer::intValue).sum();
    if (answered != times) {
      throw new AssertionError(
          "%d of %d requests had no answer".formatted(times - answered, times));
    }
    return kinds;
  }

  private Kind ask() {
    try {
      HttpResponse<Void> answer =
          http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding());
      return new Kind(answer.statusCode(), answer.headers().firstValue("x-degraded").orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
    clients.close();
  }
}
