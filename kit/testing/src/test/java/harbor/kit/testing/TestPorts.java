package harbor.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that have to know theirs before they listen, or to come back to it. None is
 * given twice as long as this JVM runs, not even by the JVMs beside it, and nobody else gets one by
 * chance: they are below those that Linux gives to outgoing connections and to whoever asks for
 * any.
 */
public final class TestPorts {
  private static final int MIN = 10_000;
  private static final int MAX = 15_000;
  private static final Path CLAIMS =
      Path.of(System.getProperty("harbor.root", "."), "target", "ports");

  /** A locked file each, until this JVM ends. */
  private static final Map<Integer, FileChannel> CLAIMED = new TreeMap<>();

  private TestPorts() {}

  /** The next one. */
  public static synchronized int next() {
    try {
      Files.createDirectories(CLAIMS);
      int port;
      do {
        port = ThreadLocalRandom.current().nextInt(MIN, MAX);
      } while (CLAIMED.containsKey(port) || !claim(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean claim(int port) throws IOException {
    FileChannel file =
        FileChannel.open(
            CLAIMS.resolve(Integer.toString(port)),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (file.tryLock() != null && isFree(port)) {
      CLAIMED.put(port, file);
      return true;
    }
    file.close();
    return false;
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException _) {
      return false;
    }
  }
}
