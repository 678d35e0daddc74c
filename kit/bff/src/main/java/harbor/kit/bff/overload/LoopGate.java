package harbor.kit.bff.overload;

import io.netty.channel.Channel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The gate of one event loop: lets requests in, measures how long its queue stands, and keeps
 * count.
 *
 * <p>The measure: with the first request of each round of the loop a task is put at the end of the
 * loop's queue, and how long it takes to come up is what everything else on the loop has to wait.
 * Without requests there is no measure and no cost. Used by the event loop's thread.
 */
final class LoopGate {
  private final ScheduledExecutorService loop;
  private final LoopLimit limit;
  private final LongSupplier nanos;
  private final WaitingConnections waiting;
  private boolean measuring;
  private long measuredFrom;

  LoopGate(ScheduledExecutorService loop, OverloadSettings settings, LongSupplier nanos) {
    this.loop = loop;
    this.nanos = nanos;
    limit = new LoopLimit(settings.queue(), settings.inFlight(), nanos.getAsLong());
    waiting = new WaitingConnections(loop, limit::takeRoom, nanos);
  }

  /** Whether a request may come in; then {@link #leave} has to follow. */
  boolean enter(Priority priority, @Nullable Channel connection) {
    measure();
    if (limit.enter(priority)) {
      return true;
    }
    if (connection != null) {
      waiting.refused(connection);
    }
    return false;
  }

  /** A request that came in is done. */
  void leave() {
    limit.leave();
  }

  LoopLimit limit() {
    return limit;
  }

  private void measure() {
    if (!measuring) {
      measuring = true;
      measuredFrom = nanos.getAsLong();
      loop.execute(this::measured);
    }
  }

  private void measured() {
    measuring = false;
    long now = nanos.getAsLong();
    limit.waited(now - measuredFrom, now);
  }
}
