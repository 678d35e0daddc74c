package harbor.e2e.hostile;

import harbor.e2e.Footprint;
import harbor.e2e.Store;
import java.util.Map;

/**
 * The memory that a store's JVM holds on to: objects that are left once garbage is collected, and
 * all that is resident beside the heap, as buffers of connections are.
 */
final class StoreMemory {
  /** With these the heap is all resident from the start: what comes beside it is seen. */
  static final Map<String, String> SETTINGS =
      Map.of("JAVA_TOOL_OPTIONS", "-Xms512m -XX:+AlwaysPreTouch");

  private static final int HEAP = 512;

  private StoreMemory() {}

  /** In megabytes; collects garbage first. */
  static long megabytes(Store store) {
    Footprint now = Footprint.of(store);
    return now.live() + now.resident() - HEAP;
  }
}
