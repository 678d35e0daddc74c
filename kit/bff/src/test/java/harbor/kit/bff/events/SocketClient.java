package harbor.kit.bff.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A client of HTTP/1.1 that shows what it got, byte for byte; it reads only when it is told to. */
public final class SocketClient implements AutoCloseable {
  /** The last chunk, which is empty. */
  private static final String END = "\r\n0\r\n\r\n";

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket = new Socket();
  private final StringBuilder got = new StringBuilder();
  private int found;

  /** Asks for this path with these headers, each a line. */
  public SocketClient(int port, String method, String path, String... headers) {
    try {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      List<String> lines = new ArrayList<>(List.of(method + " " + path + " HTTP/1.1", "host: bff"));
      lines.addAll(List.of(headers));
      socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads until this stands there, and returns all that was read. */
  public String until(String text) {
    until(text, 0);
    return got.toString();
  }

  /** Reads until this stands behind what was waited for before. */
  public void next(String text) {
    found = until(text, found);
  }

  /** The id of the last event of which something was read. */
  public String id() {
    int from = got.lastIndexOf("\nid: ") + "\nid: ".length();
    return got.substring(from, got.indexOf("\n", from));
  }

  private int until(String text, int from) {
    int searched = from;
    try {
      InputStream in = socket.getInputStream();
      while (got.indexOf(text, searched) < 0) {
        searched = Math.max(from, got.length() - text.length());
        byte[] buffer = new byte[8 * 1024];
        int length = in.read(buffer);
        if (length < 0) {
          throw new AssertionError("ended before %s came: %s".formatted(text, got));
        }
        got.append(new String(buffer, 0, length, UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return got.indexOf(text, searched) + text.length();
  }

  /** Reads to the end of the answer, which is in chunks, or to that of the connection. */
  public String all() {
    try {
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8 * 1024];
      int length = 0;
      while (length >= 0 && !got.toString().endsWith(END)) {
        length = in.read(buffer);
        got.append(new String(buffer, 0, Math.max(0, length), UTF_8));
      }
    } catch (IOException e) {
      got.append(" broken: ").append(e.getMessage());
    }
    return got.toString();
  }

  void leaves() {
    close();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
