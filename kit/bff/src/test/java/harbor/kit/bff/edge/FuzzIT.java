package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.linecorp.armeria.common.HttpResponse;
import harbor.kit.runtime.Logging;
import harbor.kit.testing.LogCapture;
import harbor.kit.testing.ProofReport;
import harbor.kit.testing.fuzz.Fuzz;
import harbor.kit.testing.fuzz.FuzzRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Connections to a BFF that are nearly right: none of them is a fault of ours. */
class FuzzIT {
  private static final List<String> GRPC =
      List.of("grpc.health.v1.Health/Check", "grpc.health.v1.Health/Watch", "nobody/Nothing");

  private static final int FEW = 1_000;
  private static final int MANY = 100_000;

  @Test
  void nothingIsAFaultOfOurs() throws Exception {
    assertNothingOfOurs(20_261_128, FEW);
  }

  @Test
  @Tag("proof")
  @Tag("fuzz")
  void nothingIsAFaultOfOurs_whicheverSeed() throws Exception {
    ProofReport report =
        new ProofReport(
            "fuzz",
            "Connections of HTTP/1.1, HTTP/2 and gRPC that are nearly right, to a BFF.",
            "seed",
            "connections",
            "faults of ours");
    for (int i = 0; i < 5; i++) {
      long seed = System.nanoTime();
      assertNothingOfOurs(seed, MANY / 5);
      report.row(seed, "%,d".formatted(MANY / 5), 0);
    }
    report.write();
  }

  private static void assertNothingOfOurs(long seed, int connections) throws Exception {
    Logging.leaveOutClients();
    try (TestBff bff =
        TestBff.start(
            Map.of(
                "/reads",
                (_, request) ->
                    HttpResponse.of(request.aggregate().thenApply(_ -> HttpResponse.of(200)))))) {
      RawHttp.request(bff.port(), "GET", "/things/first");
      try (LogCapture log = LogCapture.of(Logger.ROOT_LOGGER_NAME)) {
        assertThat(FuzzRun.answersOfOurs(bff.port(), new Fuzz(seed, GRPC), connections))
            .as("seed %d", seed)
            .isEmpty();
        assertThat(log.lines())
            .as("seed %d", seed)
            .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
            .isEmpty();
      }
      assertThat(RawHttp.request(bff.port(), "GET", "/things/last").status()).isEqualTo(200);
    }
  }
}
