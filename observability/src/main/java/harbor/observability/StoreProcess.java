package harbor.observability;

import harbor.kit.runtime.Environment;
import harbor.observability.fault.Faults;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A process of the store as it declares itself: a value that can be run alone or started beside
 * others in one JVM.
 */
public interface StoreProcess {
  /** As traces, metrics and settings name it, for instance {@code catalog} or {@code web-bff}. */
  String name();

  /** Where it listens unless a setting says otherwise. */
  int defaultPort();

  /** Reads all its settings, for whoever lists them; opens nothing. */
  void readSettings(Environment environment);

  /**
   * Starts it.
   *
   * @throws harbor.kit.runtime.InvalidSetting when a setting is bad
   * @throws harbor.kit.runtime.StartFailed when it cannot start for another reason
   */
  Started start(Environment environment, Telemetry telemetry);

  /** Runs it as a process of its own until SIGTERM. Does not return before. */
  void run();

  /** One that runs; closing it ends what is under way and frees its port and connections. */
  interface Started extends AutoCloseable {
    /** The port that it listens on. */
    int port();

    /** Without what it cannot answer, by name: whether each is there. */
    default Map<String, BooleanSupplier> dependencies() {
      return Map.of();
    }

    /** What can be switched to go wrong; empty unless {@code HARBOR_FAULTS} is on. */
    default Optional<Faults> faults() {
      return Optional.empty();
    }

    @Override
    void close();
  }
}
