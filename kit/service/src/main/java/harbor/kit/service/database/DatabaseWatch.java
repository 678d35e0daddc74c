package harbor.kit.service.database;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second whether a service's database is there, and says so when that changes: the
 * service's health then tells the truth, and its callers hear of it at once.
 */
public final class DatabaseWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final long PAUSE_MILLIS = 1_000;

  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  private final Database database;
  private final Consumer<Boolean> listener;
  private volatile boolean isThere = true;

  private DatabaseWatch(Database database, Consumer<Boolean> listener) {
    this.database = database;
    this.listener = listener;
  }

  /**
   * Starts to look.
   *
   * @param listener told of each change, by the thread that looks; the database counts as there at
   *     first
   */
  public static DatabaseWatch start(Database database, Consumer<Boolean> listener) {
    DatabaseWatch watch = new DatabaseWatch(database, listener);
    var _ =
        watch.looking.scheduleWithFixedDelay(
            watch::look, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Whether it was there when we last looked. */
  public boolean isThere() {
    return isThere;
  }

  @Override
  public void close() {
    looking.close();
  }

  private void look() {
    boolean now = database.look();
    if (now == isThere || looking.isShutdown()) {
      return;
    }
    isThere = now;
    if (now) {
      log.warn("The database of {} is back: it serves again", database.schema());
    } else {
      log.error(
          "The database of {} does not answer: its calls are refused until it is back",
          database.schema());
    }
    listener.accept(now);
  }
}
