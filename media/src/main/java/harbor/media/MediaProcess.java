package harbor.media;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.observability.ObservedProcess;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.fault.Faults;

/** Media as it declares itself. */
final class MediaProcess implements StoreProcess {
  private static final int PORT = 8088;

  @Override
  public String name() {
    return "media";
  }

  @Override
  public int defaultPort() {
    return PORT;
  }

  @Override
  public void readSettings(Environment environment) {
    var _ = MediaSettings.from(environment);
    var _ = Faults.from(environment, name());
  }

  @Override
  public Media start(Environment environment, Telemetry telemetry) {
    return Media.start(
        MediaSettings.from(environment), telemetry, Faults.from(environment, name()));
  }

  @Override
  public void run() {
    Launcher.run(
        name(),
        environment ->
            ObservedProcess.start(
                name(), environment, (telemetry, _) -> start(environment, telemetry)));
  }
}
