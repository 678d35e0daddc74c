package harbor.kit.service.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import harbor.kit.service.call.Failure;
import harbor.observability.Telemetry;
import io.grpc.Context;
import io.grpc.Deadline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.postgresql.jdbc.PgConnection;

/**
 * The database of one core service: its own schema and role, a pool, and transactions that end with
 * the call they serve.
 *
 * <p>A transaction takes the deadline of the current gRPC call as its statement timeout (10 s
 * without one), so that the server ends what the client no longer waits for even if this process
 * dies; a call that is cancelled or whose time is over cancels its running statement at once, and
 * stops waiting for a connection. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final long WITHOUT_DEADLINE_MILLIS = 10_000;
  private static final long MAX_WAIT_FOR_CONNECTION_MILLIS = 2_000;
  private static final int LOOK_SECONDS = 2;

  /** A standby, or a server that its administrator made one for a while. */
  private static final String READ_ONLY = "25006";

  private static final String OF_ONE_MOMENT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY; ";

  private final String schema;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private volatile boolean answering = true;

  private Database(String schema, HikariDataSource pool, Jdbi jdbi) {
    this.schema = schema;
    this.pool = pool;
    this.jdbi = jdbi;
  }

  /**
   * Creates role and schema when they are not there, migrates, and opens the pool.
   *
   * <p>Migrations are class path resources {@code db/<schema>/V<number>__<what>.sql}, forward only.
   *
   * @throws harbor.kit.runtime.StartFailed when the server cannot be reached or refuses
   */
  public static Database open(DatabaseSettings settings, Telemetry telemetry) {
    Provisioning.run(settings);
    HikariConfig config = new HikariConfig();
    config.setPoolName(settings.schema());
    config.setJdbcUrl(settings.url());
    settings.user().ifPresent(config::setUsername);
    settings.password().ifPresent(config::setPassword);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(MAX_WAIT_FOR_CONNECTION_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("options", Provisioning.sessionOptions(settings));
    config.addDataSourceProperty("ApplicationName", "harbor-" + settings.schema());
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(telemetry.metrics()));
    HikariDataSource pool = new HikariDataSource(config);
    Jdbi jdbi = Jdbi.create(telemetry.traced(pool));
    // Values belong to customers: neither Jdbi's nor the server's messages may carry them into a
    // log.
    jdbi.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
    jdbi.registerArrayType(String.class, "text")
        .registerArrayType(Integer.class, "int4")
        .registerArrayType(Long.class, "int8")
        .registerArrayType(Boolean.class, "bool");
    return new Database(settings.schema(), pool, jdbi);
  }

  /** Reads in one transaction: what it sees is of one moment. */
  public <T> T read(HandleCallback<T, RuntimeException> work) {
    return inTransaction(true, Optional.empty(), work);
  }

  /**
   * The same for work that is not what the call waits for, like a look of a stream that lasts for
   * minutes: it ends with the call, but a statement that takes longer than its own time says that
   * the database cannot be asked now.
   */
  public <T> T readWithin(Duration ownTime, HandleCallback<T, RuntimeException> work) {
    return inTransaction(true, Optional.of(ownTime), work);
  }

  /** Reads and writes in one transaction, which is rolled back when the work throws. */
  public <T> T write(HandleCallback<T, RuntimeException> work) {
    return inTransaction(false, Optional.empty(), work);
  }

  /**
   * Deletes what is from before a time, in small transactions, until one finds fewer rows than it
   * may delete.
   *
   * @param delete the statement: {@code :before} is the time as text, {@code :max} how many rows
   * @param max rows a transaction at most
   * @return how many rows
   */
  public int deleteBefore(String delete, Instant before, int max) {
    int deleted = 0;
    int last;
    do {
      last =
          write(
              handle ->
                  handle
                      .createUpdate(delete)
                      .bind("before", before.toString())
                      .bind("max", max)
                      .execute());
      deleted += last;
    } while (last == max);
    return deleted;
  }

  /**
   * Asks the server whether it is there, which takes up to two seconds when it is not. Until the
   * next look, every transaction is refused at once when it was not: nobody waits for a connection
   * that cannot be had.
   *
   * <p>A pool whose connections are all at work says nothing: it counts as it did before.
   *
   * @return whether the server answers
   */
  public boolean look() {
    try (Connection connection = pool.getConnection()) {
      answering = connection.isValid(LOOK_SECONDS);
    } catch (SQLException _) {
      answering = answering && pool.getHikariPoolMXBean().getTotalConnections() > 0;
    }
    return answering;
  }

  /**
   * Its connections as they are, without spans and without the time limits of calls: for a library
   * that brings its own statements.
   */
  public DataSource connections() {
    return pool;
  }

  /** The service's own schema, which has its name. */
  public String schema() {
    return schema;
  }

  @Override
  public void close() {
    pool.close();
  }

  private <T> T inTransaction(
      boolean readOnly, Optional<Duration> ownTime, HandleCallback<T, RuntimeException> work) {
    if (!answering) {
      throw Failure.databaseUnavailable();
    }
    try (StatementGuard guard = StatementGuard.of(Context.current())) {
      try (Handle handle = guard.whileWaiting(jdbi::open)) {
        handle.getConfig(SqlStatements.class).addCustomizer(guard);
        return handle.inTransaction(
            transaction -> {
              begin(transaction.getConnection(), readOnly, millisLeft(ownTime));
              return work.withHandle(transaction);
            });
      } catch (JdbiException e) {
        throw endings(guard, readOnly, ownTime.isPresent(), e);
      }
    }
  }

  /** On the driver's own connection: in a trace it would be a span before each that matters. */
  private static void begin(Connection connection, boolean readOnly, long millis) {
    try (Statement statement = connection.unwrap(PgConnection.class).createStatement()) {
      statement.execute(
          "%sSET LOCAL statement_timeout = %d".formatted(readOnly ? OF_ONE_MOMENT : "", millis));
    } catch (SQLException e) {
      throw new ConnectionException(e);
    }
  }

  /** What is left of the call, at least 1: 0 would mean no limit; at most what PostgreSQL takes. */
  private static long millisLeft(Optional<Duration> ownTime) {
    long max = Math.min(ownTime.map(Duration::toMillis).orElse(Long.MAX_VALUE), Integer.MAX_VALUE);
    Deadline deadline = Context.current().getDeadline();
    if (deadline == null) {
      return Math.min(max, WITHOUT_DEADLINE_MILLIS);
    }
    long left = deadline.timeRemaining(TimeUnit.MILLISECONDS);
    if (left <= 0) {
      throw Failure.deadlineExceeded();
    }
    return Math.min(max, left);
  }

  private static RuntimeException endings(
      StatementGuard guard, boolean readOnly, boolean hasOwnTime, JdbiException e) {
    if (guard.isCallOver()) {
      return Failure.deadlineExceeded();
    }
    String state = e.getCause() instanceof SQLException sql ? sql.getSQLState() : null;
    if (state == null) {
      return guard.isWaiting() ? Failure.databaseUnavailable() : e;
    }
    if (!readOnly && state.equals(READ_ONLY)) {
      return Failure.databaseReadOnly();
    }
    if (state.equals("57014")) {
      return hasOwnTime ? Failure.databaseUnavailable() : Failure.deadlineExceeded();
    }
    boolean unreachable =
        state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    return unreachable ? Failure.databaseUnavailable() : e;
  }
}
