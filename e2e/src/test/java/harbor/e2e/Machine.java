package harbor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cores of this machine, and who may run on which, as {@code taskset} of util-linux sets it.
 */
public final class Machine {
  private static final String ALLOWED = "Cpus_allowed_list:";

  private Machine() {}

  /** The numbers of the cores that this process may use, as in {@code 0-3,8}, one by one. */
  public static List<Integer> cores() {
    try {
      String list =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith(ALLOWED))
              .map(line -> line.substring(ALLOWED.length()).strip())
              .findFirst()
              .orElseThrow();
      List<Integer> cores = new ArrayList<>();
      for (String range : list.split(",", -1)) {
        String[] ends = range.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        IntStream.rangeClosed(Integer.parseInt(ends[0]), last).forEach(cores::add);
      }
      return cores;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there are two, and processes can be held to one of them. */
  public static boolean hasCoresApart() {
    return Files.isExecutable(Path.of("/usr/bin/taskset")) && cores().size() > 1;
  }

  /** From now on all threads of a process, and what it starts, run on these cores. */
  public static void hold(long pid, List<Integer> cores) {
    String list = cores.stream().map(Object::toString).collect(Collectors.joining(","));
    said("taskset", "-a", "-c", "-p", list, Long.toString(pid));
  }

  /** What a program says; throws when it fails. */
  static String said(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + ":\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
