package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScaledRulesTest {
  @Test
  void durationsAndAges_areDivided_andNothingElseIs() {
    String rules =
        """
              - record: a:5m
                expr: avg_over_time(a:5m[1h] offset 30m) > 0.2
              - alert: A
                expr: (b:1h offset 1d) > 5 and max by (service) (harbor_sagas_oldest_seconds) > 300
                for: 5m
        """;

    assertThat(ScaledRules.of(rules, 20))
        .isEqualTo(
            """
                  - record: a:5m
                    expr: avg_over_time(a:5m[180000ms] offset 90000ms) > 0.2
                  - alert: A
                    expr: (b:1h offset 4320000ms) > 5 and max by (service) (harbor_sagas_oldest_seconds) > 15.0
                    for: 15000ms
            """);
  }

  /** A way to write a time that is not known here would keep its length. */
  @Test
  void noTimeOfTheRealRules_isLeft() throws IOException {
    String rules =
        Files.readString(
            Path.of(
                System.getProperty("harbor.root"), "observability", "prometheus", "alerts.yml"));

    assertThat(ScaledRules.of(rules, 20))
        .doesNotContainPattern("\\[\\d+[smhdwy][\\]:]")
        .doesNotContainPattern("(for:|offset) \\d+[smhdwy]\\b");
    assertThat(rules).containsPattern("for: \\d+[smhdwy]");
  }
}
