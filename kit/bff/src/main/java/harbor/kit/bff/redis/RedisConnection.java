package harbor.kit.bff.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a process to Redis: made in the background, and tried again about every
 * second when it is lost, or was never there. Thread-safe.
 */
final class RedisConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);

  /** After which a command has failed, whether anybody still waits for it or not. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(1);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_BEFORE_RECONNECT = Duration.ofSeconds(1);
  private static final int MAX_WAITING_COMMANDS = 10_000;

  private final RedisSettings settings;
  private final ClientResources resources;
  private final RedisClient client;
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
  private volatile boolean isClosed;

  private RedisConnection(RedisSettings settings) {
    this.settings = settings;
    this.resources =
        ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .commandLatencyRecorder(CommandLatencyRecorder.disabled())
            .reconnectDelay(
                Delay.fullJitter(
                    Duration.ofMillis(50), MAX_BEFORE_RECONNECT, 50, TimeUnit.MILLISECONDS))
            .build();
    this.client = RedisClient.create(resources);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(true)
            .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_WAITING_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
  }

  /** Connects in the background. */
  static RedisConnection open(RedisSettings settings) {
    RedisConnection opened = new RedisConnection(settings);
    opened.connect(true);
    return opened;
  }

  RedisSettings settings() {
    return settings;
  }

  /** Null while there was none yet. */
  @Nullable StatefulRedisConnection<String, byte[]> current() {
    return connection;
  }

  private void connect(boolean isFirst) {
    var _ =
        client
            .connectAsync(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), settings.uri())
            .whenComplete(
                (connected, failure) -> {
                  if (failure == null) {
                    connected(connected);
                  } else if (!isClosed) {
                    if (isFirst) {
                      log.warn("Redis at {} cannot be reached; going on without", settings);
                    }
                    later(() -> connect(false));
                  }
                });
  }

  private void connected(StatefulRedisConnection<String, byte[]> connected) {
    connection = connected;
    if (isClosed) {
      var _ = connected.closeAsync();
    } else {
      log.info("Redis at {} is connected", settings);
    }
  }

  private void later(Runnable again) {
    var _ =
        resources
            .eventExecutorGroup()
            .schedule(again, MAX_BEFORE_RECONNECT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Listens to a channel, from as soon as Redis can be reached, again after each interruption.
   *
   * @param message told of each message, on a thread that must not wait
   * @param subscribed told whenever it begins to listen: what was said before was not heard
   */
  void subscribe(String channel, Consumer<byte[]> message, Runnable subscribed) {
    var _ =
        client
            .connectPubSubAsync(
                RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE), settings.uri())
            .whenComplete(
                (connected, failure) -> {
                  if (isClosed) {
                    if (connected != null) {
                      var _ = connected.closeAsync();
                    }
                  } else if (failure == null) {
                    connected.addListener(new Subscriber(message, subscribed));
                    var _ =
                        connected
                            .async()
                            .subscribe(channel)
                            .whenComplete(
                                (_, refusal) -> {
                                  if (refusal != null) {
                                    var _ = connected.closeAsync();
                                    later(() -> subscribe(channel, message, subscribed));
                                  }
                                });
                  } else {
                    later(() -> subscribe(channel, message, subscribed));
                  }
                });
  }

  /** Listens to the one channel of its connection. */
  private static final class Subscriber extends RedisPubSubAdapter<String, byte[]> {
    private final Consumer<byte[]> message;
    private final Runnable subscribed;

    Subscriber(Consumer<byte[]> message, Runnable subscribed) {
      this.message = message;
      this.subscribed = subscribed;
    }

    @Override
    public void message(String channel, byte[] said) {
      message.accept(said);
    }

    @Override
    public void subscribed(String channel, long count) {
      subscribed.run();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
