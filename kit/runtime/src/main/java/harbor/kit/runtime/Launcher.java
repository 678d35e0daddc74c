package harbor.kit.runtime;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a process: reads its settings, starts it, waits for SIGTERM or SIGINT, closes it. What does
 * not close within {@code HARBOR_DRAIN_MS} and 20 s more ends as if it had been killed, with exit
 * code 1 and a line in the log that says where it hangs.
 *
 * <p>A setting that does not fit ends the start with one sentence and exit code 78 ({@code
 * EX_CONFIG} of sysexits.h); any other start that fails for a reason that can be mended ends with
 * one sentence and exit code 1. Only a bug shows a stack trace.
 */
public final class Launcher {
  private static final int EX_CONFIG = 78;

  /** With the drain time that one has by default less than the 30 s that Kubernetes waits. */
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(20);

  private static final int MAX_FRAMES = 20;

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
    run(name, start, AFTER_DRAIN);
  }

  /**
   * The same.
   *
   * @param afterDrain how long it may take to close besides the drain time
   */
  static void run(
      String name, Function<Environment, ? extends AutoCloseable> start, Duration afterDrain) {
    Environment environment = Environment.ofProcess();
    prepare(name, environment, Logging.OUT);
    CompletableFuture<AutoCloseable> process = new CompletableFuture<>();
    try {
      Duration limit = DrainTime.from(environment).plus(afterDrain);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> close(name, process, limit), "shutdown"));
      process.complete(start.apply(environment));
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
   * commands that are over when they return: what they give stands alone on standard output, their
   * log beside it.
   */
  public static void prepare(String name) {
    prepare(name, Environment.ofProcess(), Logging.BESIDE);
  }

  private static void prepare(String name, Environment environment, String target) {
    Carriers.provide();
    NettySettings.apply();
    try {
      Logging.start(name, LogSettings.from(environment), target);
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

  private static void close(String name, CompletableFuture<AutoCloseable> process, Duration limit) {
    Logger log = LoggerFactory.getLogger(Launcher.class);
    Thread closing = Thread.currentThread();
    Thread.ofPlatform().daemon().name("shutdown limit").start(() -> limit(closing, limit, name));
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

  /** Ends the process when that takes longer; not before all has closed otherwise. */
  private static void limit(Thread closing, Duration limit, String name) {
    try {
      if (!closing.join(limit)) {
        // In the message, for logs of text leave stack traces out.
        String where =
            Stream.of(closing.getStackTrace())
                .limit(MAX_FRAMES)
                .map(frame -> "at " + frame)
                .collect(joining(" "));
        LoggerFactory.getLogger(Launcher.class)
            .error(
                "{} does not stop within {} ms: it ends as if it had been killed; it waits {}",
                name,
                limit.toMillis(),
                where);
        Runtime.getRuntime().halt(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
