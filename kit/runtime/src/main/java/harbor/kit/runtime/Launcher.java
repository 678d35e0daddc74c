package harbor.kit.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a process: reads its settings, starts it, waits for SIGTERM or SIGINT, closes it.
 *
 * <p>A setting that does not fit ends the start with one sentence and exit code 78 ({@code
 * EX_CONFIG} of sysexits.h); any other start that fails for a reason that can be mended ends with
 * one sentence and exit code 1. Only a bug shows a stack trace.
 */
public final class Launcher {
  private static final int EX_CONFIG = 78;

  private Launcher() {}

  /**
   * Runs the process until it is told to stop. Does not return before.
   *
   * @param name for the log
   * @param start reads the settings, starts everything and gives what closes it again
   */
  public static void run(String name, Function<Environment, ? extends AutoCloseable> start) {
    Environment environment = Environment.ofProcess();
    AutoCloseable process;
    try {
      Logging.start(name, LogSettings.from(environment));
      process = start.apply(environment);
    } catch (InvalidSetting e) {
      System.err.println(name + ": " + e.getMessage());
      System.exit(EX_CONFIG);
      return;
    } catch (StartFailed e) {
      System.err.println(name + ": " + e.getMessage());
      System.exit(1);
      return;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              close(name, process);
              stopped.countDown();
            },
            "shutdown");
    Runtime.getRuntime().addShutdownHook(closer);
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(String name, AutoCloseable process) {
    Logger log = LoggerFactory.getLogger(Launcher.class);
    log.info("{} stops: it ends what is under way and refuses new work", name);
    try {
      process.close();
      log.info("{} has stopped", name);
    } catch (Exception e) {
      log.error("{} did not stop cleanly", name, e);
    }
  }
}
