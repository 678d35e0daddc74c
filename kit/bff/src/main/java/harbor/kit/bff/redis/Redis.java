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
 * <p>That a command took longer than its caller could wait is no verdict on Redis: this process may
 * have been busy with itself. Only commands that have no answer after {@link #VERDICT}, though
 * nobody waits for them any more, count against it.
 *
 * <p>A process starts without Redis as with it; a connection that is lost, or was never there, is
 * tried again about every second. Thread-safe.
 */
public final class Redis implements AutoCloseable {
  /** Of one command, by default. */
  public static final Duration TIMEOUT = Duration.ofMillis(20);

  /** After which a command has no answer, and counts against Redis. */
  public static final Duration VERDICT = RedisConnection.COMMAND_TIMEOUT;

  private static final Logger log = LoggerFactory.getLogger(Redis.class);

  private final RedisConnection connection;
  private final Duration timeout;
  private final CircuitBreaker breaker;

  private Redis(RedisConnection connection, Duration timeout, CircuitBreaker breaker) {
    this.connection = connection;
    this.timeout = timeout;
    this.breaker = breaker;
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
    return new Redis(RedisConnection.open(settings), timeout, breaker(settings));
  }

  /** What one command may take. */
  public Duration timeout() {
    return timeout;
  }

  /** The same connection, for commands that may take another time. Closed with this one. */
  public Redis within(Duration other) {
    return new Redis(connection, other, breaker);
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
    CompletableFuture<T> answer =
        breaker
            .executeCompletionStage(() -> command.apply(connected.async()))
            .toCompletableFuture();
    // The client's own timer, which strikes at tenths of a second, is good enough for a verdict.
    return timeout.compareTo(VERDICT) < 0
        ? answer.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        : answer;
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
