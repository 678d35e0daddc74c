package harbor.kit.bff.redis;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
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

  private final RedisConnection connection;
  private final Duration timeout;
  private final CircuitBreaker breaker;

  private Redis(RedisConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
    this.breaker = breaker(connection.settings(), timeout);
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
    return new Redis(RedisConnection.open(settings), timeout);
  }

  /**
   * The same connection, for commands that may take another time. They have a circuit breaker of
   * their own: what is slow for some is not for others. Closed with this one.
   */
  public Redis within(Duration other) {
    return new Redis(connection, other);
  }

  /** Redis was not reached yet. */
  public static final class NotConnected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private NotConnected() {
      super("Redis: not connected", null, false, false);
    }
  }

  /**
   * Sends a command.
   *
   * @return ends within the timeout, on a thread of its own
   */
  public <T> CompletableFuture<T> send(
      Function<RedisAsyncCommands<String, byte[]>, CompletionStage<T>> command) {
    StatefulRedisConnection<String, byte[]> connected = connection.current();
    if (connected == null) {
      return CompletableFuture.failedFuture(new NotConnected());
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
    connection.subscribe(channel, message, subscribed);
  }

  /** Whether commands are sent now: it is connected and has answered lately. */
  public boolean isUp() {
    StatefulRedisConnection<String, byte[]> connected = connection.current();
    return connected != null
        && connected.isOpen()
        && breaker.getState() == CircuitBreaker.State.CLOSED;
  }

  @Override
  public void close() {
    connection.close();
  }

  /** One that Redis refuses has been answered: it is there. */
  private static CircuitBreaker breaker(RedisSettings settings, Duration timeout) {
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
                case OPEN ->
                    log.warn(
                        "Redis at {} does not answer within {} ms; going on without",
                        settings,
                        timeout.toMillis());
                case CLOSED ->
                    log.info(
                        "Redis at {} answers again within {} ms", settings, timeout.toMillis());
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
