package harbor.importer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM ask an import to stop and let it end its batch and say so, instead of cutting
 * it off.
 */
final class StopOnSignal implements AutoCloseable {
  /** A little longer than one batch may take. */
  private static final long MAX_WAIT_SECONDS = 40;

  private final Runnable stop;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "import-stop");

  StopOnSignal(Runnable stop) {
    this.stop = stop;
  }

  void watch() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void onSignal() {
    stop.run();
    try {
      if (!ended.await(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("The batch on its way did not end; run the same command again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The import ended by itself or said that it stopped. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, which is what the hook was for.
    }
  }
}
