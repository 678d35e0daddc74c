package harbor.bench.cores;

import harbor.allinone.Processes;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.Parts;
import harbor.kit.service.CoreProcess;
import harbor.observability.Telemetry;
import java.util.function.UnaryOperator;

/**
 * The core services that pages ask, without the check of callers, which peers do not pass; on the
 * database of a store that runs. Ends with SIGTERM.
 */
public final class OpenCoresMain {
  private OpenCoresMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Launcher.run("bench-open-cores", OpenCoresMain::start);
  }

  private static Parts start(Environment environment) {
    Parts parts = new Parts();
    for (CoreProcess core : Processes.cores()) {
      if (CorePorts.NAMES.contains(core.name())) {
        Telemetry telemetry =
            parts.add("telemetry", Telemetry.start(core.name(), environment.all()));
        parts.add(
            core.name(),
            core.startUnchecked(core.settings(environment), telemetry, UnaryOperator.identity()));
      }
    }
    System.out.println("ready");
    return parts;
  }
}
