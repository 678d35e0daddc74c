package harbor.kit.bff.edge;

import harbor.kit.bff.explain.PlansPages;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.observability.ObservedProcess;
import harbor.observability.Telemetry;
import java.util.List;
import java.util.function.Function;

/** A BFF in a process of its own: telemetry, the BFF, and its management port. */
public final class BffProcess {
  private BffProcess() {}

  /** Assembles a BFF from its settings. */
  @FunctionalInterface
  public interface Wiring<S> {
    /** Starts it; closing stops it. */
    Bff start(S settings, Telemetry telemetry);
  }

  /**
   * Runs the BFF until SIGTERM. Does not return before.
   *
   * @param name the BFF's name
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
              (telemetry, management) -> {
                Bff bff = wiring.start(read, telemetry);
                PlansPages.add(management, List.of(bff.explainer()));
                return new ObservedProcess.Service(bff.port(), bff);
              });
        });
  }
}
