package harbor.e2e.identity;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Another server of the same host, which sets a cookie for it: cookies know no ports. */
final class Neighbour implements AutoCloseable {
  private final HttpServer server;

  /** Sets it with attributes as ours has them. */
  Neighbour(String cookie) {
    this(cookie, "; Path=/; Secure; HttpOnly; SameSite=Lax");
  }

  Neighbour(String cookie, String attributes) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().add("Set-Cookie", cookie + attributes);
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.start();
  }

  String address() {
    return "http://localhost:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
