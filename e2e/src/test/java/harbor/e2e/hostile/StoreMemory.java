package harbor.e2e.hostile;

import harbor.e2e.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The memory that a store's JVM holds on to: objects that are left once garbage is collected, and
 * all that is resident beside the heap, as buffers of connections are.
 */
final class StoreMemory {
  /** With these the heap is all resident from the start: what comes beside it is seen. */
  static final Map<String, String> SETTINGS =
      Map.of("JAVA_TOOL_OPTIONS", "-Xms512m -XX:+AlwaysPreTouch");

  private static final int HEAP = 512;
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern OBJECTS = Pattern.compile("\\nTotal +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private StoreMemory() {}

  /** In megabytes; collects garbage first. */
  static long megabytes(Store store) {
    String pid = Long.toString(store.process().pid());
    long objects = number(OBJECTS, Machine.said(JCMD.toString(), pid, "GC.class_histogram"));
    try {
      long resident = number(RESIDENT, Files.readString(Path.of("/proc", pid, "status")));
      return (objects >> 20) + (resident >> 10) - HEAP;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long number(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("No " + pattern + " in\n" + text);
    }
    return Long.parseLong(found.group(1));
  }
}
