package harbor.kit.bff.downstream;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps a channel connected: connects before the first call, and tries again every second while the
 * service is away.
 *
 * <p>grpc-java's own backoff grows to two minutes and cannot be set: a service that was away for
 * five minutes would be missed for two more.
 */
final class Reconnect {
  private static final long TRY_AGAIN_SECONDS = 1;

  private final ManagedChannel channel;
  private final ScheduledExecutorService scheduler;
  private final AtomicBoolean waiting = new AtomicBoolean();

  private Reconnect(ManagedChannel channel, ScheduledExecutorService scheduler) {
    this.channel = channel;
    this.scheduler = scheduler;
  }

  static void keepConnected(ManagedChannel channel, ScheduledExecutorService scheduler) {
    new Reconnect(channel, scheduler).look();
  }

  private void look() {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case SHUTDOWN -> {
        return;
      }
      case TRANSIENT_FAILURE -> tryAgainLater();
      case IDLE, CONNECTING, READY -> {}
    }
    channel.notifyWhenStateChanged(state, this::look);
  }

  @SuppressWarnings(
      "FutureReturnValueIgnored") // the delayed step neither fails nor matters at a stop
  private void tryAgainLater() {
    if (waiting.compareAndSet(false, true)) {
      scheduler.schedule(this::tryAgain, TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** A try that fails is no change of state: a channel that fails does so until it is connected. */
  private void tryAgain() {
    waiting.set(false);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.resetConnectBackoff();
      tryAgainLater();
    }
  }
}
