package harbor.kit.service;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Answer;
import harbor.kit.runtime.ManagementSettings;
import harbor.kit.runtime.Parts;
import harbor.observability.Telemetry;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

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
    Launcher.run(name, environment -> start(name, environment, settings, wiring));
  }

  private static <S> Parts start(
      String name, Environment environment, Function<Environment, S> read, Wiring<S> wiring) {
    S settings = read.apply(environment);
    ManagementSettings management = ManagementSettings.from(environment);
    Parts parts = new Parts();
    try {
      Telemetry telemetry = parts.add("telemetry", Telemetry.start(name, environment.all()));
      Health health = new Health();
      parts
          .add("management", ManagementServer.start(management))
          .page("/health", health::page)
          .page("/metrics", () -> Answer.text(200, telemetry.scrape()));
      CoreService service = parts.add(name, wiring.start(settings, telemetry));
      parts.add("health", () -> health.turn(Health.State.DRAINING));
      health.turn(Health.State.SERVING);
      LoggerFactory.getLogger(CoreProcess.class).info("{} listens on {}", name, service.port());
      return parts;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
