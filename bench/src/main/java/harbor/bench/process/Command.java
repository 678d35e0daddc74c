package harbor.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Commands that are run to their end, without input. */
public final class Command {
  private Command() {}

  /**
   * How a command ended.
   *
   * @param said its output, errors included
   */
  public record Ending(boolean succeeded, String said) {}

  /**
   * Runs it in a directory.
   *
   * @throws UncheckedIOException it cannot be started
   */
  public static Ending run(Path directory, List<String> command) {
    try {
      return finish(
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its output without the errors; empty when it is not there or fails. */
  static Optional<String> output(String... command) {
    try {
      Ending ending =
          finish(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD));
      return ending.succeeded() ? Optional.of(ending.said()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Ending finish(ProcessBuilder command) throws IOException {
    Process process =
        command.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      return new Ending(process.waitFor() == 0, said);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs it; throws, with what it said, unless it succeeds. */
  static void demand(List<String> command) {
    Ending ending = run(Path.of("."), command);
    if (!ending.succeeded()) {
      throw new IllegalStateException(String.join(" ", command) + ": " + ending.said());
    }
  }
}
