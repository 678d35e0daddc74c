package harbor.kit.service.database;

import harbor.kit.service.call.Failure;
import io.grpc.Context;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.StatementCustomizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the database work of one call when the call is over: its client left, or its time passed.
 *
 * <p>While the work waits for a connection its thread is interrupted; while a statement runs it is
 * cancelled on the server (a thread inside the driver is never interrupted: that would close the
 * connection). Between statements the next one is refused. A cancel that was sent is waited for
 * before the connection goes back to the pool, so that it cannot hit the next user's statement.
 */
final class StatementGuard
    implements StatementCustomizer, Context.CancellationListener, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StatementGuard.class);

  private final Context call;
  private final Thread worker = Thread.currentThread();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition cancelSent = lock.newCondition();
  private boolean waiting;
  private boolean callOver;
  private boolean cancelling;
  private @Nullable PreparedStatement running;

  private StatementGuard(Context call) {
    this.call = call;
  }

  /** Guards work that the current thread does for the given call until {@link #close()}. */
  static StatementGuard of(Context call) {
    StatementGuard guard = new StatementGuard(call);
    // Cancelling talks to the server: never on the thread that notices, which may be an event loop.
    call.addListener(guard, task -> Thread.startVirtualThread(task));
    return guard;
  }

  /** Does what waits for a connection. */
  <T> T whileWaiting(Supplier<T> open) {
    lock.lock();
    try {
      if (callOver || call.isCancelled()) {
        throw Failure.deadlineExceeded();
      }
      waiting = true;
    } finally {
      lock.unlock();
    }
    T opened = open.get();
    lock.lock();
    try {
      waiting = false;
      if (Thread.interrupted()) {
        log.debug("The call ended just when it got its connection");
      }
      return opened;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the call was over while its work was still going on. */
  boolean isCallOver() {
    lock.lock();
    try {
      return callOver || call.isCancelled();
    } finally {
      lock.unlock();
    }
  }

  /** Whether no connection was ever got. */
  boolean isWaiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void beforeExecution(PreparedStatement statement, StatementContext context) {
    lock.lock();
    try {
      if (callOver) {
        throw Failure.deadlineExceeded();
      }
      running = statement;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void afterExecution(PreparedStatement statement, StatementContext context) {
    lock.lock();
    try {
      running = null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancelled(Context context) {
    PreparedStatement statement;
    lock.lock();
    try {
      callOver = true;
      if (waiting) {
        worker.interrupt();
      }
      statement = running;
      cancelling = statement != null;
    } finally {
      lock.unlock();
    }
    if (statement != null) {
      cancel(statement);
    }
  }

  @Override
  public void close() {
    call.removeListener(this);
    lock.lock();
    try {
      while (cancelling) {
        cancelSent.awaitUninterruptibly();
      }
      if (waiting && callOver) {
        Thread.interrupted();
      }
    } finally {
      lock.unlock();
    }
  }

  private void cancel(PreparedStatement statement) {
    try {
      statement.cancel();
    } catch (SQLException e) {
      log.warn("A statement of an ended call could not be cancelled", e);
    } finally {
      lock.lock();
      try {
        cancelling = false;
        cancelSent.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
