package harbor.kit.bff.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScenarioReportTest {
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
}
