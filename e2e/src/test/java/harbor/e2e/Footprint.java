package harbor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the JVM of a store holds, looked at from outside.
 *
 * @param live megabytes of objects that are left once garbage is collected
 * @param resident megabytes of its process, the heap included
 * @param threads of the operating system
 * @param files open files and sockets
 */
public record Footprint(long live, long resident, int threads, int files) {
  private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");
  private static final Pattern LIVE = Pattern.compile("\\nTotal +\\d+ +(\\d+)");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
  private static final Pattern THREADS = Pattern.compile("Threads:\\s+(\\d+)");

  /** Of now; collects garbage first. */
  public static Footprint of(Store store) {
    String pid = Long.toString(store.process().pid());
    long live = number(LIVE, Machine.said(JCMD.toString(), pid, "GC.class_histogram"));
    try (Stream<Path> files = Files.list(Path.of("/proc", pid, "fd"))) {
      String status = Files.readString(Path.of("/proc", pid, "status"));
      return new Footprint(
          live >> 20,
          number(RESIDENT, status) >> 10,
          (int) number(THREADS, status),
          (int) files.count());
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
