package harbor.e2e;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.explain.BffPlans;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All BFFs are started, without any core service: what they state needs none. */
class ScreensDocIT {
  private static final Path DOC = Path.of(System.getProperty("harbor.root"), "docs", "screens.md");
  private static final Environment SETTINGS =
      Environment.of(
          Processes.bffs().stream()
              .collect(toMap(bff -> Environment.setting(bff.name(), "PORT"), _ -> "0")));

  @Test
  void screens_areWhatTheDocumentSays() throws IOException {
    String screens = ScreensDoc.of(Processes.bffs().stream().map(ScreensDocIT::plans).toList());

    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.writeString(DOC, screens);
    }
    assertThat(Files.readString(DOC)).isEqualTo(screens);
  }

  private static BffPlans plans(BffProcess process) {
    try (Telemetry telemetry = silent(process.name());
        BffProcess.Running bff = process.start(SETTINGS, telemetry)) {
      return bff.explainer().plans();
    }
  }

  private static Telemetry silent(String name) {
    return Telemetry.start(name, Map.of("OTEL_SDK_DISABLED", "true"));
  }
}
