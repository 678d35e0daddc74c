package harbor.kit.service.change;

import harbor.kit.runtime.LogFields;
import harbor.kit.service.call.Failure;
import harbor.kit.service.database.Database;
import harbor.observability.Telemetry;
import harbor.type.v1.Changes;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells watchers what the {@link Outbox}es of all instances of a service announced.
 *
 * <p>While somebody watches, one thread asks for the newest entry every tenth of a second and wakes
 * the streams when there is one; each then reads what follows its own position. What was told to
 * whom is nowhere kept: the position is in the client's token, everything else in the database, so
 * a stream goes on at any instance. Watchers take one connection of the pool at a time at most, and
 * one more for that.
 *
 * <p>Closing completes all streams. Thread-safe.
 */
public final class OutboxFeed implements ChangeFeed, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OutboxFeed.class);

  private static final long MAX_WAIT_TO_READ_MILLIS = 2_000;
  private static final Duration MAX_WAIT_FOR_STREAMS = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int MAX_REMOVED_AT_ONCE = 500;

  private final Timing timing;
  private final ChangeLog changes;
  private final Counter resets;
  private final Semaphore reading = new Semaphore(1);
  private final Set<WatchCall<?>> streams = ConcurrentHashMap.newKeySet();
  private final Thread poller;
  private volatile @Nullable Poll lastPoll;
  private volatile boolean closed;

  /**
   * How often things happen.
   *
   * @param poll between two asks for the newest entry
   * @param heartbeat of a stream without changes
   * @param patience a stream ends when no look succeeded for so long
   * @param lifetime of a stream, give or take a tenth, so that clients spread anew over instances
   */
  record Timing(Duration poll, Duration heartbeat, Duration patience, Duration lifetime) {
    static final Timing DEFAULT =
        new Timing(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMinutes(5));
  }

  /**
   * What a look found.
   *
   * @param newest the newest position
   * @param atNanos just before the look
   */
  record Poll(ChangePosition newest, long atNanos) {}

  private OutboxFeed(Database database, Telemetry telemetry, Timing timing) {
    this.timing = timing;
    this.changes = new ChangeLog(database);
    this.resets = Counter.builder("harbor.watch.resets").register(telemetry.metrics());
    Gauge.builder("harbor.watch.streams", streams, Set::size).register(telemetry.metrics());
    String service = database.schema();
    this.poller =
        Thread.ofVirtual().name("watch-poll").unstarted(() -> inLogOf(service, this::poll));
  }

  /** Starts it over the entries of the database. */
  public static OutboxFeed start(Database database, Telemetry telemetry) {
    return start(database, telemetry, Timing.DEFAULT);
  }

  static OutboxFeed start(Database database, Telemetry telemetry, Timing timing) {
    OutboxFeed feed = new OutboxFeed(database, telemetry, timing);
    feed.poller.start();
    return feed;
  }

  @Override
  public <A> void answer(
      String resumeToken,
      StreamObserver<A> observer,
      Predicate<String> isTold,
      Function<Changes, A> view) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) observer;
    WatchCall<A> stream = new WatchCall<>(this, timing, resumeToken, call, isTold, view);
    // They are called once this method has returned.
    call.setOnReadyHandler(stream::wake);
    call.setOnCancelHandler(stream::wake);
    streams.add(stream);
    stream.start(() -> streams.remove(stream));
    LockSupport.unpark(poller);
  }

  /** Completes all streams, and waits a moment until they are. Closing twice does nothing. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(poller);
    streams.forEach(WatchCall::wake);
    try {
      long end = System.nanoTime() + MAX_WAIT_FOR_STREAMS.toNanos();
      for (WatchCall<?> stream : streams) {
        stream.join(end);
      }
      // Their statements, if any, must not meet a closed pool.
      poller.join(MAX_WAIT_FOR_STREAMS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Removes entries that are older than a day, some a transaction. */
  public void removeOld() {
    changes.removeOld(Instant.now().minus(KEPT), MAX_REMOVED_AT_ONCE);
  }

  boolean isClosed() {
    return closed;
  }

  /** The last look that succeeded; null before the first. */
  @Nullable Poll lastPoll() {
    return lastPoll;
  }

  /** Right after everything that is committed. */
  ChangeLog.Slice newest() {
    return reading(() -> new ChangeLog.Slice(changes.newest(), false, List.of(), false));
  }

  /** What follows. */
  ChangeLog.Slice after(ChangePosition position) {
    ChangeLog.Slice page = reading(() -> changes.after(position));
    if (page.reset()) {
      resets.increment();
    }
    return page;
  }

  private ChangeLog.Slice reading(Supplier<ChangeLog.Slice> read) {
    boolean mayRead = false;
    try {
      mayRead = reading.tryAcquire(MAX_WAIT_TO_READ_MILLIS, TimeUnit.MILLISECONDS);
      if (!mayRead) {
        throw Failure.databaseUnavailable();
      }
      return read.get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw Failure.databaseUnavailable();
    } finally {
      if (mayRead) {
        reading.release();
      }
    }
  }

  private void poll() {
    boolean blind = false;
    while (!closed) {
      if (streams.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      long before = System.nanoTime();
      try {
        Poll now = new Poll(changes.newest(), before);
        lastPoll = now;
        streams.forEach(stream -> stream.wakeUnlessAt(now.newest()));
        if (blind) {
          log.info("Changes are seen again");
        }
        blind = false;
      } catch (RuntimeException | Error e) {
        if (!blind) {
          log.warn("Changes cannot be seen: streams end until they can", e);
        }
        blind = true;
      }
      LockSupport.parkNanos(this, timing.poll().toNanos());
    }
  }

  private static void inLogOf(String service, Runnable work) {
    MDC.put(LogFields.SERVICE, service);
    work.run();
  }
}
