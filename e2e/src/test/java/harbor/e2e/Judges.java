package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tools of others that judge the documents of the APIs; where they cannot be had, tests skip. */
final class Judges {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));

  /** Their versions and settings. */
  static final Path PINS = ROOT.resolve("e2e/src/test/resources/judges");

  private static final Optional<Path> PLACE = find();

  /** For programs of npm: neither colours nor advice. */
  private static final Map<String, String> PLAIN = Map.of("NO_COLOR", "1", "NODE_NO_WARNINGS", "1");

  private Judges() {}

  /**
   * How a tool ended.
   *
   * @param said on both of its outputs
   */
  record Verdict(int code, String said) {}

  /** Where they are; ends the test as skipped where they are not. */
  static Path place() {
    assumeTrue(
        PLACE.isPresent(),
        "Skipped: npm or pip could not bring the judges; what build/judges says stands in the"
            + " log.");
    return PLACE.orElseThrow();
  }

  /** Runs a program of npm in a folder. */
  static Verdict node(Path folder, String script, String... arguments) {
    return run(folder, PLAIN, command(script, arguments));
  }

  /**
   * Starts a program of npm that goes on until somebody ends it.
   *
   * @param said a file for what it says on both of its outputs
   */
  static Process start(Path folder, Path said, String script, String... arguments) {
    try {
      return begun(folder, said, PLAIN, command(script, arguments));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", place().resolve(script).toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process begun(
      Path folder, Path said, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder judging =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    judging.environment().putAll(environment);
    return judging.start();
  }

  /** Runs Schemathesis, which writes what it remembers into a folder. */
  static Verdict schemathesis(Path folder, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-c",
                "import sys; sys.argv[0] = 'st'; from schemathesis.cli import schemathesis;"
                    + " schemathesis()",
                "run"));
    command.addAll(arguments);
    return run(
        folder,
        Map.of("PYTHONPATH", place().resolve("python").toString(), "PYTHONDONTWRITEBYTECODE", "1"),
        command);
  }

  /** Runs any program in a folder. */
  static Verdict run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path said = Files.createTempFile(folder, "said", ".txt");
      Process judge = begun(folder, said, environment, command);
      if (!judge.waitFor(Duration.ofMinutes(3).toMillis(), TimeUnit.MILLISECONDS)) {
        judge.destroyForcibly();
        throw new AssertionError(command + " does not end:\n" + Files.readString(said));
      }
      return new Verdict(judge.exitValue(), Files.readString(said));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Optional<Path> find() {
    try {
      Process found =
          new ProcessBuilder(
                  ROOT.resolve("build/judges").toString(),
                  ROOT.resolve("target/judges").toString(),
                  PINS.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path = new String(found.getInputStream().readAllBytes(), UTF_8).strip();
      return found.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
