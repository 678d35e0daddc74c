package harbor.bench.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A port of this machine that leads to another one over a link as a phone has it: each byte takes
 * half of the round trip, and no more of them pass in a second than the link carries, in each
 * direction for itself and for all connections together. Bytes are neither lost nor reordered.
 */
public final class SlowLink implements AutoCloseable {
  private static final int CHUNK = 1_448;

  private final ServerSocket listening;
  private final int to;
  private final Direction up;
  private final Direction down;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /**
   * To a port of this machine.
   *
   * @param roundTrip added to that of the loopback device
   * @param bitsPerSecond in each direction
   */
  public SlowLink(int to, Duration roundTrip, long bitsPerSecond) {
    this.to = to;
    up = new Direction(roundTrip.toNanos() / 2, bitsPerSecond);
    down = new Direction(roundTrip.toNanos() / 2, bitsPerSecond);
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it begins. */
  public int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = kept(listening.accept());
        Socket far = kept(new Socket(InetAddress.getLoopbackAddress(), to));
        carry(near, far, up);
        carry(far, near, down);
      }
    } catch (IOException e) {
      // Closed.
      end();
    }
  }

  private Socket kept(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    return socket;
  }

  private void carry(Socket from, Socket to, Direction direction) {
    BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> take(from, direction, underWay));
    Thread.ofVirtual().start(() -> hand(to, underWay));
  }

  private static void take(Socket from, Direction direction, BlockingQueue<Chunk> underWay) {
    try {
      InputStream in = from.getInputStream();
      byte[] buffer = new byte[CHUNK];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        byte[] bytes = new byte[read];
        System.arraycopy(buffer, 0, bytes, 0, read);
        underWay.add(new Chunk(bytes, direction.arrival(read, System.nanoTime())));
      }
    } catch (IOException e) {
      // One side has gone: so does the other.
    }
    underWay.add(Chunk.END);
  }

  private static void hand(Socket to, BlockingQueue<Chunk> underWay) {
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk next = underWay.take(); next != Chunk.END; next = underWay.take()) {
        for (long left = left(next); left > 0; left = left(next)) {
          LockSupport.parkNanos(left);
        }
        out.write(next.bytes);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One side has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long left(Chunk chunk) {
    return chunk.at - System.nanoTime();
  }

  private void end() {
    for (Socket socket : sockets) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes and the moment at which they come out, by {@link System#nanoTime}. */
  private static final class Chunk {
    /** After the last one. */
    static final Chunk END = new Chunk(new byte[0], 0);

    private final byte[] bytes;
    private final long at;

    Chunk(byte[] bytes, long at) {
      this.bytes = bytes;
      this.at = at;
    }
  }

  /** When what goes in comes out. Thread-safe. */
  static final class Direction {
    private final long delayNanos;
    private final long bitsPerSecond;
    private long free = Long.MIN_VALUE;

    Direction(long delayNanos, long bitsPerSecond) {
      this.delayNanos = delayNanos;
      this.bitsPerSecond = bitsPerSecond;
    }

    /** When so many bytes have come out that go in now. */
    synchronized long arrival(int bytes, long now) {
      long begin = free == Long.MIN_VALUE ? now : Math.max(now, free);
      free = begin + bytes * 8L * 1_000_000_000L / bitsPerSecond;
      return free + delayNanos;
    }
  }
}
