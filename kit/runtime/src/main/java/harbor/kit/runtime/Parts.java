package harbor.kit.runtime;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running parts of a process, closed in the reverse of the order in which they were added.
 *
 * <p>A part that fails to close is logged and does not keep the others open. Closing twice does
 * nothing. Thread-safe.
 */
public final class Parts implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Parts.class);

  private final Deque<Part> parts = new ArrayDeque<>();

  private record Part(String name, AutoCloseable closeable) {}

  /** Adds a part and gives it back. */
  public synchronized <T extends AutoCloseable> T add(String name, T part) {
    parts.push(new Part(name, part));
    return part;
  }

  @Override
  public void close() {
    for (Part part = next(); part != null; part = next()) {
      long before = System.nanoTime();
      try {
        part.closeable().close();
        log.debug("{} closed in {} ms", part.name(), (System.nanoTime() - before) / 1_000_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        log.warn("{} was interrupted while it closed", part.name());
      } catch (Exception e) {
        log.warn("{} did not close", part.name(), e);
      }
    }
  }

  private synchronized @Nullable Part next() {
    return parts.poll();
  }
}
