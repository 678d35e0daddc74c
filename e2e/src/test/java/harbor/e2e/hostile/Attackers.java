package harbor.e2e.hostile;

import static org.awaitility.Awaitility.await;

import harbor.e2e.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.core.ConditionTimeoutException;

/** The clients of an attack at work: each connects anew as soon as its connection is closed. */
final class Attackers implements AutoCloseable {
  /** What they have at most until they are closed. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Attack attack;
  private final Store store;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> clients = new ArrayList<>();
  private final Set<HostileConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong longest = new AtomicLong();
  private volatile boolean isOver;

  private Attackers(Attack attack, Store store) {
    this.attack = attack;
    this.store = store;
  }

  /** Begins an attack on a store. */
  static Attackers begin(Attack attack, Store store) {
    Attackers attackers = new Attackers(attack, store);
    for (int i = 0; i < attack.clients(); i++) {
      attackers.clients.add(attackers.threads.submit(attackers::attack));
    }
    return attackers;
  }

  private boolean attack() throws InterruptedException {
    do {
      attackOnce();
      LockSupport.parkNanos(1);
    } while (!isOver);
    return true;
  }

  private void attackOnce() throws InterruptedException {
    long began = System.nanoTime();
    try (HostileConnection connection = new HostileConnection(store, attack.target())) {
      connections.incrementAndGet();
      open.add(connection);
      try {
        attack.client().attack(connection);
      } finally {
        open.remove(connection);
      }
    } catch (IOException _) {
      // The server has closed it, or took no connection.
    }
    longest.accumulateAndGet(System.nanoTime() - began, Math::max);
  }

  /** From now on nobody connects anew; whoever is connected goes on. */
  void end() {
    isOver = true;
  }

  /** Waits until each has attacked at least once, and all are gone; gives how many are not. */
  int awaitGone() {
    try {
      await().atMost(PATIENCE).until(() -> clients.stream().allMatch(Future::isDone));
    } catch (ConditionTimeoutException _) {
      // Whoever asks counts them.
    }
    return open.size();
  }

  /** Connections so far. */
  int connections() {
    return connections.get();
  }

  /** How long a connection lasted at most until the server ended it. */
  Duration longest() {
    return Duration.ofNanos(longest.get());
  }

  /** Cuts what is still open. */
  @Override
  public void close() {
    isOver = true;
    open.forEach(HostileConnection::close);
    threads.close();
    for (Future<?> client : clients) {
      if (client.state() == Future.State.FAILED) {
        throw new IllegalStateException(attack.name(), client.exceptionNow());
      }
    }
  }
}
