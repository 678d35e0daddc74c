package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Linux says of a process in {@code /proc}. */
public final class Usage {
  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  /** {@code USER_HZ}, which is 100 on every Linux that a user program can see. */
  private static final int MILLIS_A_TICK = 10;

  /** HotSpot's names, cut to the fifteen characters that Linux keeps. */
  private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

  private Usage() {}

  /** CPU time that the process has used in all its threads, user and system, in milliseconds. */
  public static long cpuMillis(long pid) {
    try {
      return cpuMillis(Files.readString(Path.of("/proc/" + pid + "/stat")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** CPU time of a JVM's compiler threads that run now, in milliseconds; 0 for other processes. */
  public static long compilerMillis(long pid) {
    try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return threads
          .map(Usage::statOfThread)
          .filter(stat -> COMPILER.matcher(stat).find())
          .mapToLong(Usage::cpuMillis)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long cpuMillis(String stat) {
    // The name before this bracket may hold anything.
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return MILLIS_A_TICK
        * (Long.parseLong(fields.get(USER_TIME)) + Long.parseLong(fields.get(SYSTEM_TIME)));
  }

  /** Empty for a thread that has ended since. */
  private static String statOfThread(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      if (Files.exists(thread)) {
        throw new UncheckedIOException(e);
      }
      return "";
    }
  }

  /** Memory of the process that is in RAM, in MiB. */
  public static long residentMib(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
