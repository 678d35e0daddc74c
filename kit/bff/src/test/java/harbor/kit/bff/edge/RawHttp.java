package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** HTTP/1.1 as bytes over a socket: also what no HTTP client would send. */
final class RawHttp {
  private static final int MOST_MILLIS = 10_000;

  private RawHttp() {}

  /** An answer, its header names in lower case, its body as bytes as characters. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return optionalHeader(name).orElseThrow(() -> new AssertionError("No " + name + ": " + this));
    }

    Optional<String> optionalHeader(String name) {
      return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }
  }

  /** Sends these bytes and reads the answer. */
  static Answer send(int port, String request) throws IOException {
    try (Socket socket = open(port)) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      return read(socket.getInputStream(), request.startsWith("HEAD "));
    }
  }

  /** Sends a request without a body, with these header lines. */
  static Answer request(int port, String method, String target, String... headers)
      throws IOException {
    return send(port, head(method, target, headers));
  }

  /** The bytes of a request without a body. */
  static String head(String method, String target, String... headers) {
    StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    head.append("Host: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  /** A connection on which nothing is waited for endlessly. */
  static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(MOST_MILLIS);
    return socket;
  }

  /** Reads one answer. */
  static Answer read(InputStream in, boolean isHead) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("No HTTP answer: '" + head + "'");
      }
      head.append((char) next);
    }
    List<String> lines = head.toString().strip().lines().toList();
    Map<String, List<String>> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
    int status = Integer.parseInt(lines.getFirst().split(" ", -1)[1]);
    boolean hasBody = !isHead && status != 304;
    int length = Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getFirst());
    String body = hasBody ? new String(in.readNBytes(length), ISO_8859_1) : "";
    return new Answer(status, headers, body);
  }
}
