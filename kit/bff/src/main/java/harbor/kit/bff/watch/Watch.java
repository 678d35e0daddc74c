package harbor.kit.bff.watch;

import com.google.protobuf.Message;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.ChangeStream.Changes;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stream of changes open, resumes it where it broke, and says when it is not connected.
 *
 * <p>A service says something at least every second, and ends its streams now and then. What ends
 * is resumed at once, what fails after a pause; only when nothing came for {@link #SILENCE} the
 * listeners are told so. Everything but {@link #state} happens on one event loop.
 */
final class Watch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  /** After which nobody can say any more whether something has changed. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  /** Every call has a deadline; the service ends its streams before. */
  static final Duration MAX_TIME = Duration.ofMinutes(6);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long MAX_PAUSE_MILLIS = 2_000;

  private final ChangeStream stream;
  private final Channel channel;
  private final ScheduledExecutorService loop;
  private final List<ChangeListener> listeners = new ArrayList<>();
  private final LongSupplier millis;
  private final RandomGenerator random;
  private String token = "";
  private @Nullable ClientCall<Message, Message> call;
  private long pauseMillis = FIRST_PAUSE_MILLIS;
  private long openedAt;
  private int opened;
  private boolean isSilent;
  private boolean hasMissed;
  private boolean isClosed;
  private volatile WatchState state;

  private Watch(
      ChangeStream stream,
      Channel channel,
      ScheduledExecutorService loop,
      ChangeListener listener,
      LongSupplier millis,
      RandomGenerator random) {
    this.stream = stream;
    this.channel = channel;
    this.loop = loop;
    this.listeners.add(listener);
    this.millis = millis;
    this.random = random;
    this.state = new WatchState(stream.name(), false, millis.getAsLong(), 0, 0, 0);
  }

  /**
   * Opens a stream and keeps it open.
   *
   * @param channel to the service; what it tells comes on the loop
   * @param loop where everything happens
   * @param listener told what comes
   * @param millis the time since 1970
   * @param random draws pauses
   */
  static Watch open(
      ChangeStream stream,
      Channel channel,
      ScheduledExecutorService loop,
      ChangeListener listener,
      LongSupplier millis,
      RandomGenerator random) {
    Watch watch = new Watch(stream, channel, loop, listener, millis, random);
    loop.execute(watch::connect);
    watch.lookAgain();
    return watch;
  }

  /** Tells one more listener from now on: of the same stream, whatever it has told before. */
  void listen(ChangeListener listener) {
    loop.execute(
        () -> {
          listeners.add(listener);
          if (!token.isEmpty()) {
            listener.subscribed();
            listener.upTo(token);
          }
          if (isSilent) {
            listener.disconnectedSince(state.lastMessageAt());
          }
        });
  }

  /** How it is doing. */
  WatchState state() {
    return state;
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          isClosed = true;
          cancel("The process ends");
        });
  }

  private void connect() {
    if (isClosed) {
      return;
    }
    ClientCall<Message, Message> next =
        channel.newCall(
            stream.method(),
            CallOptions.DEFAULT.withDeadlineAfter(MAX_TIME.toSeconds(), TimeUnit.SECONDS));
    call = next;
    openedAt = millis.getAsLong();
    next.start(new Responses(next, ++opened), new Metadata());
    next.request(1);
    next.sendMessage(stream.request(token));
    next.halfClose();
  }

  private final class Responses extends ClientCall.Listener<Message> {
    private final ClientCall<Message, Message> of;
    private final int number;

    Responses(ClientCall<Message, Message> of, int number) {
      this.of = of;
      this.number = number;
    }

    @Override
    public void onMessage(Message response) {
      loop.execute(
          () -> {
            if (number == opened) {
              received(stream.read(response));
              of.request(1);
            }
          });
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      loop.execute(
          () -> {
            if (number == opened) {
              call = null;
              ended(status);
            }
          });
    }
  }

  private void received(Changes changes) {
    boolean isFirst = token.isEmpty();
    token = changes.token();
    pauseMillis = FIRST_PAUSE_MILLIS;
    if (changes.isReset() || hasMissed) {
      hasMissed = false;
      listeners.forEach(ChangeListener::reset);
    } else if (isFirst) {
      listeners.forEach(ChangeListener::subscribed);
    }
    if (!changes.ids().isEmpty()) {
      listeners.forEach(listener -> listener.changed(changes.ids(), changes.causes()));
    }
    listeners.forEach(listener -> listener.upTo(token));
    if (isSilent) {
      listeners.forEach(ChangeListener::reconnected);
    }
    if (!state.isConnected()) {
      log.info("{}: connected, changes are told", stream.name());
    }
    isSilent = false;
    state = state.received(millis.getAsLong(), changes);
  }

  private void ended(Status status) {
    if (isClosed) {
      return;
    }
    state = state.ended();
    if (status.isOk()) {
      connect();
      return;
    }
    if (status.getCode() == Status.Code.INVALID_ARGUMENT) {
      // not a token of this service: there is nothing to resume
      token = "";
      hasMissed = true;
    }
    log.debug("{}: ended", stream.name(), new StatusException(status));
    long pause = pauseMillis / 2 + random.nextLong(pauseMillis / 2 + 1);
    pauseMillis = Math.min(2 * pauseMillis, MAX_PAUSE_MILLIS);
    var _ = loop.schedule(this::connect, pause, TimeUnit.MILLISECONDS);
  }

  private void lookAgain() {
    ScheduledFuture<?> _ = loop.schedule(this::look, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether it has been silent for too long. */
  private void look() {
    if (isClosed) {
      return;
    }
    lookAgain();
    long silentSince = millis.getAsLong() - SILENCE.toMillis();
    WatchState now = state;
    if (now.lastMessageAt() > silentSince) {
      return;
    }
    if (!isSilent) {
      isSilent = true;
      state = now.disconnected();
      listeners.forEach(listener -> listener.disconnectedSince(now.lastMessageAt()));
      log.warn(
          "{}: not connected, changes are not told; cached entries have a short TTL", now.name());
    }
    if (openedAt <= silentSince) {
      cancel("Silent for too long");
    }
  }

  private void cancel(String why) {
    ClientCall<Message, Message> running = call;
    if (running != null) {
      running.cancel(why, null);
    }
  }
}
