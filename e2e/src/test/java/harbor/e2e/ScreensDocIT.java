package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.explain.BffPlans;
import harbor.kit.runtime.Environment;
import harbor.mobile.MobileBff;
import harbor.observability.Telemetry;
import harbor.watch.WatchBff;
import harbor.web.WebBff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Both BFFs are started, without any core service: what they state needs none. */
class ScreensDocIT {
  private static final Path DOC = Path.of(System.getProperty("harbor.root"), "docs", "screens.md");
  private static final Environment SETTINGS =
      Environment.of(
          Map.of(
              "HARBOR_MOBILE_BFF_PORT",
              "0",
              "HARBOR_WATCH_BFF_PORT",
              "0",
              "HARBOR_WEB_BFF_PORT",
              "0"));

  @Test
  void screens_areWhatTheDocumentSays() throws IOException {
    String screens =
        ScreensDoc.of(
            List.of(plans(MobileBff.PROCESS), plans(WatchBff.PROCESS), plans(WebBff.PROCESS)));

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
