package harbor.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Makes a load over a fixed number of connections, in the calling thread.
 *
 * <p>Open loop: requests leave at a fixed rate whatever becomes of them, and a latency is told from
 * the moment at which a request should have left: a server that stalls is charged for everybody who
 * waits (coordinated omission). Closed loop: each connection asks as soon as it has its answer.
 */
public final class LoadGenerator implements AutoCloseable {
  /** How long a request waits for a connection before it counts as dropped, if nothing is said. */
  public static final Duration PATIENT = Duration.ofSeconds(60);

  /** For what is owed when the time is over; whoever has no answer by then is given up. */
  private static final long GRACE_NANOS = 20_000_000_000L;

  private static final long NAP_NANOS = 50_000;

  private final InetSocketAddress address;
  private final List<ByteBuffer> requests;
  private final int connections;
  private final Selector selector;
  private final ArrayDeque<HttpConnection> idle = new ArrayDeque<>();
  private long turn;
  private LoadCounts counts = new LoadCounts();
  private long askAgainUntil;

  /** Opens the connections. */
  public LoadGenerator(Workload workload, int connections) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), workload.port());
    this.requests = workload.requests();
    this.connections = connections;
    try {
      selector = Selector.open();
      for (int i = 0; i < connections; i++) {
        idle.add(HttpConnection.open(address, selector));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** So many requests a second for so long. */
  public LoadResult open(double perSecond, Duration time, Duration patience) {
    counts = new LoadCounts();
    askAgainUntil = Long.MIN_VALUE;
    long total = Math.round(perSecond * time.toMillis() / 1000.0);
    long startedAt = System.nanoTime();
    long end = startedAt + time.toNanos() + GRACE_NANOS;
    try {
      for (long next = 0; next < total || idle.size() < connections; ) {
        long now = System.nanoTime();
        if (now > end) {
          counts.dropped += total - next;
          break;
        }
        while (next < total && !idle.isEmpty()) {
          long at = startedAt + (long) (next * 1e9 / perSecond);
          if (at > now) {
            break;
          }
          next++;
          if (now - at > patience.toNanos()) {
            counts.dropped++;
          } else {
            send(idle.removeFirst(), at);
          }
        }
        if (selector.selectNow(this::ready) == 0) {
          LockSupport.parkNanos(NAP_NANOS);
        }
      }
      // What is still owed belongs to this load, not to the next.
      replaceBusy();
      return counts.result(Math.max(time.toNanos(), 1) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As many requests as the server can answer for so long. */
  public LoadResult closed(Duration time) {
    counts = new LoadCounts();
    long startedAt = System.nanoTime();
    askAgainUntil = startedAt + time.toNanos();
    long end = askAgainUntil + GRACE_NANOS;
    try {
      for (int i = idle.size(); i > 0; i--) {
        send(idle.removeFirst(), System.nanoTime());
      }
      while (idle.size() < connections && System.nanoTime() < end) {
        selector.select(this::ready, 100);
      }
      double seconds = (System.nanoTime() - startedAt) / 1e9;
      replaceBusy();
      return counts.result(seconds);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void send(HttpConnection connection, long at) throws IOException {
    counts.sent++;
    connection.send(requests.get((int) (turn++ % requests.size())).duplicate(), at);
  }

  private void ready(SelectionKey key) {
    HttpConnection connection = (HttpConnection) key.attachment();
    try {
      if (connection.read()) {
        long now = System.nanoTime();
        counts.answered(connection, now);
        if (now < askAgainUntil) {
          send(connection, now);
        } else {
          idle.add(connection);
        }
      }
    } catch (IOException e) {
      replace(connection);
    }
  }

  /** One that was closed while nothing was asked, as servers do with idle ones, broke nothing. */
  private void replace(HttpConnection connection) {
    try {
      if (!idle.remove(connection)) {
        counts.broken++;
      }
      connection.close();
      idle.add(HttpConnection.open(address, selector));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replaceBusy() throws IOException {
    for (SelectionKey key : List.copyOf(selector.keys())) {
      HttpConnection connection = (HttpConnection) key.attachment();
      if (key.isValid() && !idle.contains(connection)) {
        replace(connection);
      }
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
