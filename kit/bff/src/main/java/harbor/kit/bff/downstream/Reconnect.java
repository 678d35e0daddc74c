package harbor.kit.bff.downstream;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a channel connected: connects before the first call, and tries again every second while the
 * service is away.
 *
 * <p>grpc-java's own backoff grows to two minutes and cannot be set: a service that was away for
 * five minutes would be missed for two more.
 */
final class Reconnect {
  private static final long TRY_AGAIN_SECONDS = 1;

  private Reconnect() {}

  @SuppressWarnings(
      "FutureReturnValueIgnored") // the delayed step neither fails nor matters at a stop
  static void keepConnected(ManagedChannel channel, ScheduledExecutorService scheduler) {
    ConnectivityState state = channel.getState(true);
    switch (state) {
      case SHUTDOWN -> {
        return;
      }
      case TRANSIENT_FAILURE ->
          scheduler.schedule(channel::resetConnectBackoff, TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
      case IDLE, CONNECTING, READY -> {}
    }
    channel.notifyWhenStateChanged(state, () -> keepConnected(channel, scheduler));
  }
}
