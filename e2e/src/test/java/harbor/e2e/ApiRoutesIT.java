package harbor.e2e;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.observability.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents have exactly the paths that the running servers have, sign-in included. */
class ApiRoutesIT {
  static List<BffProcess> bffs() {
    return Processes.bffs();
  }

  @ParameterizedTest
  @MethodSource("bffs")
  void document_listsExactlyTheRoutes(BffProcess process) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put(Environment.setting(process.name(), "PORT"), "0");
    settings.put("HARBOR_OIDC_ISSUER", "http://localhost:1/harbor");
    settings.put("HARBOR_OIDC_CLIENT_SECRET", "none");
    Set<String> served;
    try (Telemetry telemetry =
            Telemetry.start(process.name(), Map.of("OTEL_SDK_DISABLED", "true"));
        BffProcess.Running bff = process.start(Environment.of(settings), telemetry)) {
      served =
          bff.server().endpoints().stream()
              .map(endpoint -> endpoint.substring(endpoint.indexOf('/')))
              // of gRPC, whose contract is a .proto
              .filter(path -> !path.startsWith("/grpc.") && !path.startsWith("/harbor."))
              .map(path -> path.replace("{*", "{"))
              .collect(toCollection(TreeSet::new));
    }

    assertThat(documented(process.name())).isEqualTo(served);
  }

  private static Set<String> documented(String bff) throws IOException {
    try (InputStream kept =
        ApiRoutesIT.class.getResourceAsStream("/harbor/openapi/" + bff + ".json")) {
      JsonNode paths = new ObjectMapper().readTree(kept).get("paths");
      Set<String> documented = new TreeSet<>();
      paths.fieldNames().forEachRemaining(documented::add);
      return documented;
    }
  }
}
