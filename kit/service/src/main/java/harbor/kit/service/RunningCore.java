package harbor.kit.service;

import harbor.kit.runtime.Parts;
import harbor.kit.service.timer.Timers;
import harbor.observability.StoreProcess;
import harbor.observability.fault.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A running core service; closing it ends what is under way and frees its port and connections. */
public final class RunningCore implements StoreProcess.Started {
  private final Parts parts;
  private final int port;
  private final Optional<Timers> timers;
  private final Map<String, BooleanSupplier> dependencies;
  private final Optional<Faults> faults;

  RunningCore(
      Parts parts,
      int port,
      Optional<Timers> timers,
      Map<String, BooleanSupplier> dependencies,
      Optional<Faults> faults) {
    this.parts = parts;
    this.port = port;
    this.timers = timers;
    this.dependencies = dependencies;
    this.faults = faults;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public Map<String, BooleanSupplier> dependencies() {
    return dependencies;
  }

  @Override
  public Optional<Faults> faults() {
    return faults;
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
