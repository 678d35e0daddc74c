package harbor.kit.service;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.observability.ObservedProcess;
import harbor.observability.Telemetry;
import java.util.function.Function;

/** A core service in a process of its own: telemetry, the service, and its management port. */
public final class CoreProcess {
  private CoreProcess() {}

  /** Assembles a service from its settings. */
  @FunctionalInterface
  public interface Wiring<S> {
    /** Starts it; closing stops it. */
    CoreService start(S settings, Telemetry telemetry);
  }

  /**
   * Runs the service until SIGTERM. Does not return before.
   *
   * @param name the service's name
   * @param settings reads its settings
   * @param wiring starts it
   */
  public static <S> void run(String name, Function<Environment, S> settings, Wiring<S> wiring) {
    Launcher.run(
        name,
        environment -> {
          S read = settings.apply(environment);
          return ObservedProcess.start(
              name,
              environment,
              (telemetry, _) -> {
                CoreService service = wiring.start(read, telemetry);
                return new ObservedProcess.Service(service.port(), service);
              });
        });
  }
}
