package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on, below those that Linux gives to outgoing connections: one of these
 * might be taken before its server starts.
 */
public final class Ports {
  private static final int LEAST = 15_000;
  private static final int MOST = 32_000;

  private Ports() {}

  /** One of them. */
  public static int free() {
    return free(1).getFirst();
  }

  /** Several different ones. */
  public static List<Integer> free(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(LEAST, MOST);
      if (!ports.contains(port) && isFree(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException _) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
