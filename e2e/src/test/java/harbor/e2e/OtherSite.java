package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Another site on this machine: an empty page, and changes that it does whoever asks for them. */
final class OtherSite implements AutoCloseable {
  private final HttpServer server;
  private final List<String> changes = new CopyOnWriteArrayList<>();

  OtherSite() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (exchange.getRequestURI().getPath().startsWith("/change")
          && exchange.getRequestHeaders().containsKey("Cookie")) {
        changes.add(exchange.getRequestMethod() + " " + new String(body, UTF_8));
      }
      byte[] page = "<!doctype html><title>Other</title><body>".getBytes(UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "text/html");
      exchange.sendResponseHeaders(200, page.length);
      exchange.getResponseBody().write(page);
    }
  }

  /** What it was made to do by whom it knows by a cookie: method and body. */
  List<String> changes() {
    return changes;
  }

  String address(String host) {
    return "http://" + host + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
