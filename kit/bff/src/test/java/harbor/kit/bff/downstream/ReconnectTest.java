package harbor.kit.bff.downstream;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReconnectTest {
  private final VirtualTime time = new VirtualTime();
  private final ScriptedChannel channel = new ScriptedChannel();

  @Test
  void channel_isConnected_beforeAnyCall() {
    Reconnect.keepConnected(channel, time);

    assertThat(channel.connects).isEqualTo(1);
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void channel_isConnectedAgain_whenItHasBecomeIdle() {
    Reconnect.keepConnected(channel, time);
    channel.turn(ConnectivityState.READY);

    channel.turn(ConnectivityState.IDLE);

    assertThat(channel.connects).isEqualTo(3);
  }

  @Test
  void backoff_isCutToASecond_asLongAsTheServiceIsAway() {
    Reconnect.keepConnected(channel, time);
    channel.turn(ConnectivityState.TRANSIENT_FAILURE);

    time.advance(ofMinutes(5));

    assertThat(channel.resets).isEqualTo(300);
  }

  @Test
  void backoff_isLeftAlone_onceTheServiceIsBack() {
    Reconnect.keepConnected(channel, time);
    channel.turn(ConnectivityState.TRANSIENT_FAILURE);
    channel.turn(ConnectivityState.READY);

    time.advance(ofMinutes(5));

    assertThat(channel.resets).isZero();
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void oneTimerRuns_whenTheConnectionFlaps() {
    Reconnect.keepConnected(channel, time);
    for (int i = 0; i < 5; i++) {
      channel.turn(ConnectivityState.TRANSIENT_FAILURE);
      channel.turn(ConnectivityState.CONNECTING);
    }
    channel.turn(ConnectivityState.TRANSIENT_FAILURE);

    assertThat(time.scheduled()).isEqualTo(1);
  }

  @Test
  void nothingHappens_onceTheChannelIsClosed() {
    Reconnect.keepConnected(channel, time);
    channel.turn(ConnectivityState.TRANSIENT_FAILURE);

    channel.turn(ConnectivityState.SHUTDOWN);
    time.advance(ofMinutes(5));

    assertThat(channel.resets).isZero();
    assertThat(channel.listeners).isEmpty();
    assertThat(time.scheduled()).isZero();
  }

  /** A channel that is in the state that a test says. */
  private static final class ScriptedChannel extends ManagedChannel {
    private final List<Runnable> listeners = new ArrayList<>();
    private ConnectivityState state = ConnectivityState.IDLE;
    private int connects;
    private int resets;

    void turn(ConnectivityState next) {
      state = next;
      List<Runnable> told = List.copyOf(listeners);
      listeners.clear();
      told.forEach(Runnable::run);
    }

    @Override
    public ConnectivityState getState(boolean requestConnection) {
      connects += requestConnection ? 1 : 0;
      return state;
    }

    @Override
    public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
      listeners.add(callback);
    }

    @Override
    public void resetConnectBackoff() {
      resets++;
    }

    @Override
    public ManagedChannel shutdown() {
      return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
      return this;
    }

    @Override
    public boolean isShutdown() {
      return state == ConnectivityState.SHUTDOWN;
    }

    @Override
    public boolean isTerminated() {
      return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return isShutdown();
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      throw new UnsupportedOperationException("Makes no calls");
    }

    @Override
    public String authority() {
      return "scripted";
    }
  }
}
