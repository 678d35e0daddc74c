package harbor.kit.service;

import harbor.kit.runtime.LogFields;
import harbor.observability.Telemetry;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells watchers what the {@link Outbox}es of all instances of a service announced.
 *
 * <p>While somebody watches, one thread looks for the newest entry every tenth of a second and
 * wakes the streams when there is one; each then reads what follows its own position. What was told
 * to whom is nowhere kept: the position is in the client's token, everything else in the database,
 * so a stream goes on at any instance. Watchers take one connection of the pool at a time at most,
 * and one more for the look.
 *
 * <p>Closing completes all streams. Thread-safe.
 */
public final class ChangeFeed implements Watch, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ChangeFeed.class);

  private static final long MOST_WAIT_TO_READ_MILLIS = 2_000;
  private static final Duration MOST_WAIT_FOR_STREAMS = Duration.ofSeconds(2);
  private static final int MOST_REMOVED_AT_ONCE = 500;

  private final Pace pace;
  private final ChangeLog changes;
  private final Counter resets;
  private final Semaphore reading = new Semaphore(1);
  private final Set<ChangeStream<?>> streams = ConcurrentHashMap.newKeySet();
  private final Thread looker;
  private final Thread cleaner;
  private volatile @Nullable Sight sight;
  private volatile boolean closed;

  /**
   * How often things happen.
   *
   * @param look between two looks for the newest entry
   * @param heartbeat of a stream without changes
   * @param patience a stream ends when no look succeeded for so long
   * @param lifetime of a stream, give or take a tenth, so that clients spread anew over instances
   * @param kept entries are kept for so long
   * @param cleaning between two removals of what is older
   */
  record Pace(
      Duration look,
      Duration heartbeat,
      Duration patience,
      Duration lifetime,
      Duration kept,
      Duration cleaning) {
    static final Pace USUAL =
        new Pace(
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofMinutes(5),
            Duration.ofDays(1),
            Duration.ofMinutes(1));
  }

  /**
   * What a look found.
   *
   * @param newest the newest position
   * @param atNanos just before the look
   */
  record Sight(ChangePosition newest, long atNanos) {}

  private ChangeFeed(Database database, Telemetry telemetry, Pace pace) {
    this.pace = pace;
    this.changes = new ChangeLog(database);
    this.resets = Counter.builder("harbor.watch.resets").register(telemetry.metrics());
    Gauge.builder("harbor.watch.streams", streams, Set::size).register(telemetry.metrics());
    String service = database.schema();
    this.looker =
        Thread.ofVirtual().name("watch-look").unstarted(() -> inLogOf(service, this::look));
    this.cleaner =
        Thread.ofVirtual().name("watch-clean").unstarted(() -> inLogOf(service, this::clean));
  }

  /** Starts it over the entries of the database. */
  public static ChangeFeed start(Database database, Telemetry telemetry) {
    return start(database, telemetry, Pace.USUAL);
  }

  static ChangeFeed start(Database database, Telemetry telemetry, Pace pace) {
    ChangeFeed feed = new ChangeFeed(database, telemetry, pace);
    feed.looker.start();
    feed.cleaner.start();
    return feed;
  }

  @Override
  public <A> void answer(
      String resumeToken, StreamObserver<A> observer, Function<Changes, A> view) {
    ServerCallStreamObserver<A> call = (ServerCallStreamObserver<A>) observer;
    ChangeStream<A> stream = new ChangeStream<>(this, pace, resumeToken, call, view);
    // They are called once this method has returned.
    call.setOnReadyHandler(stream::wake);
    call.setOnCancelHandler(stream::wake);
    streams.add(stream);
    stream.start(() -> streams.remove(stream));
    LockSupport.unpark(looker);
  }

  /** Completes all streams, and waits a moment until they are. Closing twice does nothing. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(looker);
    LockSupport.unpark(cleaner);
    streams.forEach(ChangeStream::wake);
    try {
      long end = System.nanoTime() + MOST_WAIT_FOR_STREAMS.toNanos();
      for (ChangeStream<?> stream : streams) {
        stream.join(end);
      }
      // Their statements, if any, must not meet a closed pool.
      looker.join(MOST_WAIT_FOR_STREAMS);
      cleaner.join(MOST_WAIT_FOR_STREAMS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** The last look that succeeded; null before the first. */
  @Nullable Sight sight() {
    return sight;
  }

  /** Right after everything that is committed. */
  ChangeLog.Page newest() {
    return reading(() -> new ChangeLog.Page(changes.newest(), false, List.of(), false));
  }

  /** What follows. */
  ChangeLog.Page after(ChangePosition position) {
    ChangeLog.Page page = reading(() -> changes.after(position));
    if (page.reset()) {
      resets.increment();
    }
    return page;
  }

  private ChangeLog.Page reading(Supplier<ChangeLog.Page> read) {
    boolean mayRead = false;
    try {
      mayRead = reading.tryAcquire(MOST_WAIT_TO_READ_MILLIS, TimeUnit.MILLISECONDS);
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

  private void look() {
    boolean blind = false;
    while (!closed) {
      if (streams.isEmpty()) {
        LockSupport.park(this);
        continue;
      }
      long before = System.nanoTime();
      try {
        Sight now = new Sight(changes.newest(), before);
        sight = now;
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
      LockSupport.parkNanos(this, pace.look().toNanos());
    }
  }

  private void clean() {
    // First after a while: a start has enough to do.
    LockSupport.parkNanos(this, pace.cleaning().toNanos());
    while (!closed) {
      try {
        changes.removeOld(Instant.now().minus(pace.kept()), MOST_REMOVED_AT_ONCE);
      } catch (RuntimeException | Error e) {
        log.warn("Old changes cannot be removed; this is tried again", e);
      }
      LockSupport.parkNanos(this, pace.cleaning().toNanos());
    }
  }

  private static void inLogOf(String service, Runnable work) {
    MDC.put(LogFields.SERVICE, service);
    work.run();
  }
}
