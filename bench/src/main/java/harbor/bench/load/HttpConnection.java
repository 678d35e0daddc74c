package harbor.bench.load;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A kept HTTP/1.1 connection with at most one request under way. */
final class HttpConnection {
  private static final byte[] END_OF_CHUNKS = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(64 * 1024);
  private long intendedAt;
  private int status;
  private boolean degraded;
  private int headEnd;
  private int whole;

  private HttpConnection(SocketChannel channel) {
    this.channel = channel;
  }

  static HttpConnection open(InetSocketAddress address, Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    HttpConnection connection = new HttpConnection(channel);
    channel.register(selector, SelectionKey.OP_READ, connection);
    return connection;
  }

  /**
   * Sends a request.
   *
   * @param at when it should have been sent, by which its latency is told
   */
  void send(ByteBuffer request, long at) throws IOException {
    intendedAt = at;
    headEnd = -1;
    whole = -1;
    in.clear();
    while (request.hasRemaining()) {
      channel.write(request);
    }
  }

  /** Reads what is there; true once the answer is whole. */
  boolean read() throws IOException {
    if (!in.hasRemaining()) {
      in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
    }
    if (channel.read(in) < 0) {
      throw new EOFException("The server has closed the connection");
    }
    if (headEnd < 0) {
      readHead();
    }
    return headEnd >= 0 && (whole >= 0 ? in.position() >= whole : endsWithLastChunk());
  }

  private void readHead() {
    byte[] bytes = in.array();
    for (int i = 3; i < in.position(); i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        headEnd = i + 1;
        break;
      }
    }
    if (headEnd < 0) {
      return;
    }
    String head = new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1);
    status = Integer.parseInt(head, 9, 12, 10);
    String lower = head.toLowerCase(Locale.ROOT);
    degraded = lower.contains("\r\nx-degraded:");
    int length = lower.indexOf("\r\ncontent-length:");
    if (length >= 0) {
      int from = length + "\r\ncontent-length:".length();
      whole = headEnd + Integer.parseInt(lower.substring(from, lower.indexOf('\r', from)).strip());
    }
  }

  private boolean endsWithLastChunk() {
    int from = in.position() - END_OF_CHUNKS.length;
    if (from < headEnd) {
      return false;
    }
    for (int i = 0; i < END_OF_CHUNKS.length; i++) {
      if (in.get(from + i) != END_OF_CHUNKS[i]) {
        return false;
      }
    }
    return true;
  }

  long intendedAt() {
    return intendedAt;
  }

  boolean isSuccess() {
    return status / 100 == 2;
  }

  boolean isDegraded() {
    return degraded;
  }

  void close() throws IOException {
    channel.close();
  }
}
