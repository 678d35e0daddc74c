package harbor.kit.service;

import harbor.kit.runtime.Parts;
import harbor.kit.service.timer.Timers;
import harbor.observability.StoreProcess;
import java.util.Optional;

/** A running core service; closing it ends what is under way and frees its port and connections. */
public final class RunningCore implements StoreProcess.Started {
  private final Parts parts;
  private final int port;
  private final Optional<Timers> timers;

  RunningCore(Parts parts, int port, Optional<Timers> timers) {
    this.parts = parts;
    this.port = port;
    this.timers = timers;
  }

  @Override
  public int port() {
    return port;
  }

  /** Does the work of a timer now, as a test wants it. */
  void runTimer(String name) {
    timers.orElseThrow().run(name);
  }

  @Override
  public void close() {
    parts.close();
  }
}
