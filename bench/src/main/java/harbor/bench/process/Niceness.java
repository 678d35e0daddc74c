package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which of those on one core goes first. */
public final class Niceness {
  private static final String MUCH = "15";

  private Niceness() {}

  /**
   * From now on this process takes what others on its core leave: a load generator that competes
   * with the core services would measure how slow it makes them.
   */
  public static void yieldToOthers() {
    List<String> command = new ArrayList<>(List.of("renice", "-n", MUCH, "-p"));
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      threads.forEach(thread -> command.add(thread.getFileName().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Command.demand(command);
  }
}
