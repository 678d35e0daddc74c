package harbor.kit.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Processes that are told to stop. */
class LauncherIT {
  private static final int SIGTERM = 128 + 15;

  @Test
  void process_ends_whenItHasClosed() throws Exception {
    Stopped stopped = stop("closes");

    assertThat(stopped.code()).isEqualTo(SIGTERM);
    assertThat(stopped.said()).contains("test has stopped").doesNotContain("ERROR");
  }

  /** Whatever waits for something that never comes: a database, a service, a lock. */
  @Test
  void process_ends_whenSomethingInItNeverCloses_andSaysWhere() throws Exception {
    Stopped stopped = stop("hangs");

    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.said())
        .contains("test does not stop within 200 ms: it ends as if it had been killed")
        .contains("at harbor.kit.runtime.LauncherIT$Program.hang(");
  }

  /** What a command gives is for another program, whatever its log says. */
  @Test
  void command_writesItsLogBesideWhatItGives() throws Exception {
    Process process = program("gives").start();

    assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("given")
        .doesNotContain("something is wrong");
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("something is wrong");
  }

  private record Stopped(int code, String said) {}

  /** Starts one, sends it SIGTERM, and waits much longer than it may take. */
  private static Stopped stop(String how) throws IOException, InterruptedException {
    Process process = program(how).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); !"started".equals(line); line = out.readLine()) {
        assertThat(line).as("it ended").isNotNull();
      }
      process.toHandle().destroy(); // unlike its own, leaves what it says readable

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
      return new Stopped(process.exitValue(), String.join("\n", out.lines().toList()));
    } finally {
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder program(String how) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            how);
    builder.environment().put("HARBOR_DRAIN_MS", "100");
    builder.environment().put("HARBOR_LOG_FORMAT", "text");
    return builder;
  }

  /** A process that closes at once, or never; or a command. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      if (arguments[0].equals("gives")) {
        Launcher.prepare("test");
        LoggerFactory.getLogger(Program.class).warn("something is wrong");
        System.out.println("given");
        return;
      }
      Launcher.run(
          "test",
          _ -> {
            System.out.println("started");
            return arguments[0].equals("hangs") ? Program::hang : () -> {};
          },
          Duration.ofMillis(100));
    }

    private static void hang() throws InterruptedException {
      new CountDownLatch(1).await();
    }
  }
}
