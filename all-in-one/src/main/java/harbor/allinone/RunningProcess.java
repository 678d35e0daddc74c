package harbor.allinone;

import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.fault.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One process of the store, running.
 *
 * @param name as its traces and metrics name it
 * @param port that clients or BFFs use
 * @param faults what can be switched to go wrong
 */
record RunningProcess(String name, int port, Telemetry telemetry, Optional<Faults> faults) {
  RunningProcess(String name, StoreProcess.Started started, Telemetry telemetry) {
    this(name, started.port(), telemetry, started.faults());
  }

  /** Starts a process. */
  @FunctionalInterface
  interface Start {
    RunningProcess run();
  }

  /**
   * Starts all at once and waits for all, whatever becomes of them; then throws the first failure.
   *
   * <p>Not on virtual threads: one that waits for a class to be initialized keeps its carrier (JEP
   * 491 leaves that open), and a start initializes thousands. Five starts on two cores took both
   * carriers away from the one that held the lock they waited for.
   */
  static List<RunningProcess> startTogether(List<Start> starts) {
    List<Future<RunningProcess>> starting = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (Start start : starts) {
        starting.add(threads.submit(start::run));
      }
    }
    return starting.stream().map(RunningProcess::started).toList();
  }

  private static RunningProcess started(Future<RunningProcess> process) {
    try {
      return process.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException("A process does not start", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
