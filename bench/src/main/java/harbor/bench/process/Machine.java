package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the machine and its tools are. */
public final class Machine {
  private Machine() {}

  /**
   * Lines of a Markdown list.
   *
   * @param flags of the JVMs under measurement
   */
  public static List<String> description(List<String> flags) {
    return List.of(
        "- Machine: %s, %d cores, %.0f GiB"
            .formatted(
                line("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors() == 1
                    ? cores()
                    : Math.max(cores(), Runtime.getRuntime().availableProcessors()),
                Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                    / 1024.0
                    / 1024.0),
        "- Linux %s; JDK %s (%s); Node %s"
            .formatted(
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                System.getProperty("java.vendor"),
                nodeVersion().orElse("is not there")),
        "- JVM flags of every JVM: `%s`, tiered compilation as by default"
            .formatted(String.join(" ", flags)));
  }

  /** The version of Node, when both it and npm are there. */
  public static Optional<String> nodeVersion() {
    return Command.output("npm", "--version").isEmpty()
        ? Optional.empty()
        : Command.output("node", "--version");
  }

  private static int cores() {
    try {
      return (int)
          Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
              .filter(line -> line.startsWith("processor"))
              .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(String file, String name) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
