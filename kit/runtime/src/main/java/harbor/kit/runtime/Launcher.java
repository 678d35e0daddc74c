package harbor.kit.runtime;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
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
   * <p>A signal that comes during the start is obeyed as soon as the start is over, so that nothing
   * that was started is left behind.
   *
   * @param name for the log
   * @param start reads the settings, starts everything and gives what closes it again
   */
  public static void run(String name, Function<Environment, ? extends AutoCloseable> start) {
    prepare(name);
    CompletableFuture<AutoCloseable> process = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(name, process), "shutdown"));
    try {
      process.complete(start.apply(Environment.ofProcess()));
    } catch (InvalidSetting | StartFailed e) {
      process.cancel(false);
      refuse(name, e);
    } catch (RuntimeException | Error bug) {
      process.cancel(false);
      throw bug;
    }
    sleepUntilExit();
  }

  /**
   * What a process needs before it does anything: carriers for its virtual threads, buffers that
   * nobody follows, and its log as the environment says. {@link #run} does so itself; this is for
   * commands that are over when they return.
   */
  public static void prepare(String name) {
    Carriers.provide();
    LeakSampling.stop();
    try {
      Logging.start(name, LogSettings.from(Environment.ofProcess()));
    } catch (InvalidSetting e) {
      refuse(name, e);
    }
  }

  private static void refuse(String name, RuntimeException reason) {
    System.err.println(name + ": " + reason.getMessage());
    System.exit(reason instanceof InvalidSetting ? EX_CONFIG : 1);
  }

  private static void sleepUntilExit() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(String name, CompletableFuture<AutoCloseable> process) {
    Logger log = LoggerFactory.getLogger(Launcher.class);
    try (AutoCloseable running = process.join()) {
      log.info("{} stops: it ends what is under way and refuses new work", name);
      Objects.requireNonNull(running, name);
    } catch (CancellationException _) {
      log.debug("{} has not started", name);
      return;
    } catch (Exception e) {
      log.error("{} did not stop cleanly", name, e);
      return;
    }
    log.info("{} has stopped", name);
  }
}
