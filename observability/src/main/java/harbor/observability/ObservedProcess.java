package harbor.observability;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Response;
import harbor.kit.runtime.ManagementSettings;
import harbor.kit.runtime.Parts;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.LoggerFactory;

/** A process that serves one service: its telemetry, its management port, the service. */
public final class ObservedProcess {
  private ObservedProcess() {}

  /**
   * What a process serves.
   *
   * @param port where it listens
   * @param dependencies without which it cannot answer, by name: whether each is there
   * @param closeable ends it
   */
  public record Service(
      int port, Map<String, BooleanSupplier> dependencies, AutoCloseable closeable) {
    /** Copies the map. */
    public Service {
      dependencies = Map.copyOf(dependencies);
    }

    /** One that can always answer. */
    public Service(int port, AutoCloseable closeable) {
      this(port, Map.of(), closeable);
    }
  }

  /** Assembles the service. */
  @FunctionalInterface
  public interface Wiring {
    /** Starts it; it may add pages to the management port. */
    Service start(Telemetry telemetry, ManagementServer management);
  }

  /** Starts everything; closing drains and stops it in reverse order. */
  public static Parts start(String name, Environment environment, Wiring wiring) {
    ManagementSettings settings = ManagementSettings.from(environment);
    Parts parts = new Parts();
    try {
      Telemetry telemetry = parts.add("telemetry", Telemetry.start(name, environment.all()));
      Health health = new Health();
      ManagementServer management =
          parts
              .add("management", ManagementServer.start(settings))
              .page("/metrics", () -> Response.text(200, telemetry.scrape()));
      health.addTo(management);
      Service service = wiring.start(telemetry, management);
      service.dependencies().forEach(health::needs);
      parts.add(name, service.closeable());
      parts.add("health", () -> health.turn(Health.State.DRAINING));
      health.turn(Health.State.SERVING);
      LoggerFactory.getLogger(ObservedProcess.class)
          .info(
              "{} listens on {}, its management port is {}",
              name,
              service.port(),
              management.port());
      return parts;
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }
}
