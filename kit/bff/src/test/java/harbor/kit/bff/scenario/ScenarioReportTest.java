package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.scenario.Requests.Ending;
import harbor.kit.bff.scenario.Simulation.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScenarioReportTest {
  private static final double MAX_POINTS_LOST = 1;

  private static final Path REPORT =
      Path.of(System.getProperty("harbor.root"), "bench", "scenarios", "report.md");

  @Test
  void report_isAsKept() throws IOException {
    String report = Report.make().markdown();

    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.createDirectories(REPORT.getParent());
      Files.writeString(REPORT, report);
    }
    assertThat(report).isEqualTo(Files.readString(REPORT));
  }

  @ParameterizedTest
  @EnumSource
  void allLayers_loseAPointOfThePagesAtMost_toWhateverIsBest(Scenario scenario) {
    double best =
        EnumSet.complementOf(EnumSet.of(Defence.ALL)).stream()
            .mapToDouble(other -> failed(overAllShapes(scenario, other)))
            .min()
            .orElseThrow();

    assertThat(failed(overAllShapes(scenario, Defence.ALL)) - best)
        .isLessThanOrEqualTo(MAX_POINTS_LOST);
  }

  @Test
  void serviceIsSpared_andPagesDoNotWait() {
    Figures blackHole = overAllShapes(Scenario.BLACK_HOLE, Defence.ALL);
    Figures retryStorm = overAllShapes(Scenario.RETRY_STORM, Defence.ALL);

    assertThat(blackHole.callsPerRequest()).isLessThanOrEqualTo(0.6);
    assertThat(blackHole.requests().percentile(50)).isLessThanOrEqualTo(ofMillis(20));
    assertThat(retryStorm.callsPerRequest()).isLessThanOrEqualTo(0.7);
  }

  @Test
  void serviceIsNotSpared_andPagesWait_withoutTheBreaker() {
    Figures blackHole = overAllShapes(Scenario.BLACK_HOLE, Defence.NO_BREAKER);
    Figures retryStorm = overAllShapes(Scenario.RETRY_STORM, Defence.NO_BREAKER);

    assertThat(blackHole.callsPerRequest()).isGreaterThan(0.8);
    assertThat(blackHole.requests().percentile(50)).isGreaterThan(ofMillis(70));
    assertThat(retryStorm.callsPerRequest()).isGreaterThan(0.9);
  }

  private static Figures overAllShapes(Scenario scenario, Defence defence) {
    return Simulation.run(scenario, defence).values().stream().reduce(Figures.NONE, Figures::and);
  }

  private static double failed(Figures figures) {
    return figures.requests().percent(Ending.FAILED);
  }
}
