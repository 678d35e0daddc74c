package harbor.e2e.hostile;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Takes a share of a core and does nothing with it: what attackers take, without their attack. */
final class IdleLoad implements AutoCloseable {
  private static final long SLICE = Duration.ofMillis(2).toNanos();

  private final Thread thread;
  private volatile boolean isOver;

  private IdleLoad(long busy) {
    thread = Thread.ofPlatform().name("idle-load").unstarted(() -> spin(busy));
  }

  /**
   * Begins.
   *
   * @param share of one core, from 0 to 1
   */
  static IdleLoad begin(double share) {
    IdleLoad load = new IdleLoad((long) (Math.clamp(share, 0, 1) * SLICE));
    load.thread.start();
    return load;
  }

  private void spin(long busy) {
    while (!isOver) {
      long began = System.nanoTime();
      while (System.nanoTime() - began < busy) {
        Thread.onSpinWait();
      }
      if (busy < SLICE) {
        LockSupport.parkNanos(SLICE - busy);
      }
    }
  }

  @Override
  public void close() {
    isOver = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
