package harbor.e2e.inprocess;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/1.1 server that knows no bodies: what follows a head is the next request. */
final class BodyDeafServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(BodyDeafServer.class);

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger things = new AtomicInteger();

  BodyDeafServer() throws IOException {
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many things it was asked for so far. */
  int things() {
    return things.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.startVirtualThread(() -> answer(client));
      } catch (IOException e) {
        log.debug("Closed", e);
      }
    }
  }

  private void answer(Socket client) {
    try (client;
        BufferedReader in =
            new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1))) {
      StringBuilder answers = new StringBuilder();
      String target = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.endsWith(" HTTP/1.1")) {
          target = line.split(" ", -1)[1];
          things.addAndGet(target.startsWith("/things/") ? 1 : 0);
        } else if (line.isEmpty()) {
          answers.append(answer(target));
          // After a body, when that has been heard as well.
          if (!target.equals("/echo")) {
            client.getOutputStream().write(answers.toString().getBytes(ISO_8859_1));
            answers.setLength(0);
          }
        }
      }
    } catch (IOException e) {
      log.debug("A client left", e);
    }
  }

  private static String answer(String target) {
    return "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(target.equals("/echo") ? "X-Echo: true\r\n" : "", target.length(), target);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
