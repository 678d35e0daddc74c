package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExampleRouteTest {
  @Test
  void everyBff_hasAPageOfAProduct_toBeWarmedUpWith() {
    for (BffProcess process : Processes.bffs()) {
      assertThat(examples(process))
          .as(process.name())
          .isNotEmpty()
          .allMatch(route -> !route.path("HB1").contains("{"))
          .anyMatch(route -> route.path("HB1").contains("/products/HB1"))
          .noneMatch(route -> route.pattern().contains("/carts"));
    }
  }

  @Test
  void path_hasTheProduct_whateverItsIdIs() {
    ExampleRoute route = new ExampleRoute("/web/products/{id}");

    assertThat(route.path("a$1 \\b?")).isEqualTo("/web/products/a$1%20%5Cb%3F");
  }

  private static List<ExampleRoute> examples(BffProcess process) {
    Environment anyPort = Environment.of(Map.of(Environment.setting(process.name(), "PORT"), "0"));
    try (Telemetry telemetry =
            Telemetry.start(process.name(), Map.of("OTEL_SDK_DISABLED", "true"));
        BffProcess.Running bff = process.start(anyPort, telemetry)) {
      return ExampleRoute.of(bff);
    }
  }
}
