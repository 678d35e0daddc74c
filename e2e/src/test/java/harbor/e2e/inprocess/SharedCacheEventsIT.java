package harbor.e2e.inprocess;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Streams of events through a real nginx with the configuration that is shipped. What streams says
 * nothing of proxies, so that the configuration alone is what lets events pass.
 */
class SharedCacheEventsIT {
  private static final int PATIENCE_MILLIS = 60_000;

  private final CountDownLatch firstIsThere = new CountDownLatch(1);
  private HttpServer origin;
  private SharedCache cache;

  @BeforeEach
  void start() throws IOException {
    origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    origin.createContext("/", this::stream);
    origin.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    origin.start();
    int port = origin.getAddress().getPort();
    cache = SharedCache.start(port, port, port);
  }

  @AfterEach
  void stop() {
    firstIsThere.countDown();
    cache.close();
    origin.stop(0);
  }

  /** The second event comes only after the first one has arrived. */
  private void stream(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write("data: first\n\n".getBytes(UTF_8));
    exchange.getResponseBody().flush();
    try {
      firstIsThere.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.getResponseBody().write("data: second\n\n".getBytes(UTF_8));
    exchange.close();
  }

  @ParameterizedTest
  @CsvSource({"/web/events?products=HB1001, true", "/mobile/v1/events?products=HB1001, false"})
  void event_passes_whileTheStreamIsOpen(String path, boolean isWeb) throws IOException {
    try (Socket client = get(isWeb ? cache.webPort() : cache.mobilePort(), path)) {
      String first = until(client, "data: first\n\n");
      assertThat(first).doesNotContainIgnoringCase("content-encoding");
      firstIsThere.countDown();

      assertThat(until(client, "data: second\n\n")).isNotEmpty();
    }
  }

  private static Socket get(int port, String path) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nhost: shop.test\r\naccept-encoding: gzip, br\r\n\r\n"
                .formatted(path)
                .getBytes(UTF_8));
    return socket;
  }

  private static String until(Socket client, String text) throws IOException {
    StringBuilder got = new StringBuilder();
    InputStream in = client.getInputStream();
    byte[] buffer = new byte[4 * 1024];
    while (got.indexOf(text) < 0) {
      int length = in.read(buffer);
      if (length < 0) {
        throw new AssertionError("ended before it came: " + got);
      }
      got.append(new String(buffer, 0, length, UTF_8));
    }
    return got.toString();
  }
}
