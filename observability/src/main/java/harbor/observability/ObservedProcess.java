package harbor.observability;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Health;
import harbor.kit.runtime.LogLevels;
import harbor.kit.runtime.ManagementServer;
import harbor.kit.runtime.ManagementServer.Response;
import harbor.kit.runtime.ManagementSettings;
import harbor.kit.runtime.Parts;
import harbor.observability.fault.FaultPage;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** A process that serves one service: its telemetry, its management port, the service. */
public final class ObservedProcess {
  private ObservedProcess() {}

  /** Assembles the service. */
  @FunctionalInterface
  public interface Wiring {
    /** Starts it; it may add pages to the management port. */
    StoreProcess.Started start(Telemetry telemetry, ManagementServer management);
  }

  /** A page of metrics in a format. */
  public static Response metrics(MetricsFormat format, Function<MetricsFormat, String> scrape) {
    return new Response(200, format.contentType(), scrape.apply(format));
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
              .page("/metrics", accept -> metrics(MetricsFormat.of(accept), telemetry::scrape));
      health.addTo(management);
      LogLevels.addTo(management);
      StoreProcess.Started service = wiring.start(telemetry, management);
      service.dependencies().forEach(health::needs);
      parts.add(name, service);
      FaultPage.add(management, health, service.faults().stream().toList());
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
