package harbor.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * A port that leads to another one of this machine, and passes everything on unless it is told to
 * be in trouble. Thread-safe.
 */
final class Relay implements AutoCloseable {
  /** What happens to connections. */
  enum Trouble {
    /** Nothing. */
    NONE,
    /** Open ones end, and there are no new ones. */
    CLOSED,
    /** They are taken, and nothing is said; afterwards what was kept is passed on. */
    HANGING,
    /** Each byte that comes back is another one. */
    GARBAGE,
    /** Of a hundred things that are asked three end their connection. */
    ERRORS,
    /** What comes back is late. */
    SLOW
  }

  /** How late what is slow comes back. */
  static final Duration LATE = Duration.ofMillis(100);

  private static final long SEED = 20_261_129;
  private static final int CHUNK = 8_192;

  private final int to;
  private final int port;
  private final Random random = new Random(SEED);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private ServerSocket listening;
  private Thread accepting;
  private Trouble trouble = Trouble.NONE;

  private Relay(int to) {
    this.to = to;
    this.listening = listen(0);
    this.accepting = accepting(listening);
    this.port = listening.getLocalPort();
  }

  /** One to this port, at a port of its own. */
  static Relay to(int port) {
    return new Relay(port);
  }

  int port() {
    return port;
  }

  /** From now on it is in this trouble. */
  synchronized void turn(Trouble next) {
    trouble = next;
    if (next == Trouble.CLOSED) {
      cut();
    } else if (listening.isClosed()) {
      listening = listen(port);
      accepting = accepting(listening);
    }
    notifyAll();
  }

  /** Waits while nothing may be said. */
  private synchronized Trouble troubleOfNow() throws InterruptedException {
    while (trouble == Trouble.HANGING) {
      wait();
    }
    return trouble;
  }

  private static ServerSocket listen(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port, e);
    }
  }

  private Thread accepting(ServerSocket socket) {
    return Thread.startVirtualThread(() -> accept(socket));
  }

  private void accept(ServerSocket socket) {
    while (!socket.isClosed()) {
      try {
        connect(socket.accept());
      } catch (IOException _) {
        // This port is closed, the other one is, or the client has gone.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
      for (Socket socket : List.of(near, far)) {
        socket.setTcpNoDelay(true);
        open.add(socket);
      }
      Thread.startVirtualThread(() -> carry(near, far, false));
      Thread.startVirtualThread(() -> carry(far, near, true));
    } catch (IOException e) {
      near.close();
      throw e;
    }
  }

  private void carry(Socket from, Socket to, boolean isAnswer) {
    byte[] chunk = new byte[CHUNK];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        switch (troubleOfNow()) {
          case CLOSED -> {
            return;
          }
          case GARBAGE -> {
            if (isAnswer) {
              Arrays.fill(chunk, 0, read, (byte) 'g');
            }
          }
          case ERRORS -> {
            if (!isAnswer && random.nextInt(100) < 3) {
              return;
            }
          }
          case SLOW -> LockSupport.parkNanos(isAnswer ? LATE.toNanos() : 0);
          case NONE, HANGING -> {
            // passed on as it is
          }
        }
        to.getOutputStream().write(chunk, 0, read);
      }
    } catch (IOException _) {
      // One side has gone: so does the other.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
      open.remove(to);
    }
  }

  private void cut() {
    try {
      listening.close();
      // Until it has left the port the system takes connections.
      accepting.join();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    turn(Trouble.CLOSED);
  }
}
