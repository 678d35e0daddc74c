package harbor.kit.bff.redis;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to Redis that nobody ever has to wait for: a command ends within {@link #TIMEOUT},
 * and while Redis cannot be reached, or does not answer, it fails at once.
 *
 * <p>A process starts without Redis as with it; a connection that is lost, or was never there, is
 * tried again about every second. Thread-safe.
 */
public final class Redis implements AutoCloseable {
  /** Of one command, by default. */
  public static final Duration TIMEOUT = Duration.ofMillis(20);

  private static final Logger log = LoggerFactory.getLogger(Redis.class);

  /** After which the client forgets a command whose answer nobody waits for any more. */
  private static final Duration FORGET = Duration.ofSeconds(5);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration MAX_BEFORE_RECONNECT = Duration.ofSeconds(1);
  private static final int MAX_WAITING_COMMANDS = 10_000;

  private final RedisSettings settings;
  private final Duration timeout;
  private final ClientResources resources;
  private final RedisClient client;
  private final CircuitBreaker breaker;
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
  private volatile boolean isClosed;

  private Redis(RedisSettings settings, Duration timeout) {
    this.settings = settings;
    this.timeout = timeout;
    this.breaker = breaker(settings);
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
            .timeoutOptions(TimeoutOptions.enabled(FORGET))
            .socketOptions(
                SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).keepAlive(true).build())
            .build());
  }

  /** Connects in the background. */
  public static Redis open(RedisSettings settings) {
    return open(settings, TIMEOUT);
  }

  /**
   * Connects in the background.
   *
   * @param timeout of one command: tests on a slow machine give more
   */
  public static Redis open(RedisSettings settings, Duration timeout) {
    Redis redis = new Redis(settings, timeout);
    redis.connect(true);
    return redis;
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
   * Sends a command.
   *
   * @return ends within the timeout, on a thread of its own
   */
  public <T> CompletableFuture<T> send(
      Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    StatefulRedisConnection<String, byte[]> connected = connection;
    if (connected == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis: not connected"));
    }
    return breaker
        .executeCompletionStage(
            () ->
                // The client's own timer strikes at tenths of a second.
                command
                    .apply(connected.async())
                    .toCompletableFuture()
                    .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS))
        .toCompletableFuture();
  }

  /**
   * Listens to a channel, from as soon as Redis can be reached, again after each interruption.
   *
   * @param message told of each message, on a thread that must not wait
   * @param subscribed told whenever it begins to listen: what was said before was not heard
   */
  public void subscribe(String channel, Consumer<byte[]> message, Runnable subscribed) {
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

  /** Whether commands are sent now: it is connected and has answered lately. */
  public boolean isUp() {
    StatefulRedisConnection<String, byte[]> connected = connection;
    return connected != null
        && connected.isOpen()
        && breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  @Override
  public void close() {
    isClosed = true;
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    var _ = resources.shutdown(0, 1, TimeUnit.SECONDS);
  }

  /** One that Redis refuses has been answered: it is there. */
  private static CircuitBreaker breaker(RedisSettings settings) {
    CircuitBreaker breaker =
        CircuitBreaker.of(
            "redis",
            CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(5)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(1))
                .permittedNumberOfCallsInHalfOpenState(3)
                .maxWaitDurationInHalfOpenState(Duration.ofSeconds(1))
                .ignoreException(Redis::isRefusal)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> {
              switch (event.getStateTransition().getToState()) {
                case OPEN -> log.warn("Redis at {} does not answer; going on without", settings);
                case CLOSED -> log.info("Redis at {} answers again", settings);
                case HALF_OPEN, DISABLED, FORCED_OPEN, METRICS_ONLY -> {
                  // a few commands are on their way to see
                }
              }
            });
    return breaker;
  }

  private static boolean isRefusal(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof RedisCommandExecutionException
        || cause instanceof CallNotPermittedException;
  }
}
