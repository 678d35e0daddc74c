package harbor.e2e.inprocess;

import static java.util.Objects.requireNonNullElse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * A server behind a cache that answers what a test says and shows each caller its own headers,
 * whether that is right or wrong.
 */
final class Origin implements AutoCloseable {
  private final HttpServer server;
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Queue<String> clients = new ConcurrentLinkedQueue<>();
  private volatile List<String> headers = List.of();
  private volatile String version = "1";
  private volatile CountDownLatch gate = new CountDownLatch(0);

  Origin() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** From now on it says so; names and values in turn. */
  void says(String... nextHeaders) {
    headers = List.of(nextHeaders);
  }

  /** From now on this stands in the body. */
  void shows(String nextVersion) {
    version = nextVersion;
  }

  /** From now on it answers nothing until it is released. */
  void holds() {
    gate = new CountDownLatch(1);
  }

  /** Answers all that wait, and from now on at once. */
  void releases() {
    gate.countDown();
  }

  /** How often it was asked for this path. */
  long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }

  /** What all who asked said of their version; empty where they said nothing. */
  List<String> clients() {
    return List.copyOf(clients);
  }

  @Override
  public void close() {
    releases();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestURI().getPath());
    clients.add(requireNonNullElse(exchange.getRequestHeaders().getFirst("X-Client"), ""));
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<String> said = headers;
    for (int i = 0; i < said.size(); i += 2) {
      exchange.getResponseHeaders().add(said.get(i), said.get(i + 1));
    }
    byte[] body =
        "%s %s for %s with %s"
            .formatted(
                exchange.getRequestMethod(),
                version,
                exchange.getRequestHeaders().getOrDefault("Cookie", List.of("nobody")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
