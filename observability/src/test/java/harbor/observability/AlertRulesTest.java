package harbor.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import harbor.observability.AlertRules.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alert rules fire when they should and only then, as Prometheus' own promtool says. */
final class AlertRulesTest {
  private static final Pattern HEADING = Pattern.compile("(?m)^##+ (Harbor\\w+)$");

  private record Ended(int code, String said) {}

  @Test
  void rules_areValid() throws Exception {
    Ended ended = promtool("check", "rules", AlertRules.FOLDER.resolve("alerts.yml").toString());

    assertThat(ended.code()).as(ended.said()).isZero();
  }

  @Test
  void rules_doWhatTheirTestsSay() throws Exception {
    List<String> command = new ArrayList<>(List.of("test", "rules"));
    AlertRules.testFiles().forEach(file -> command.add(file.toString()));

    Ended ended = promtool(command.toArray(String[]::new));

    assertThat(ended.code()).as(ended.said()).isZero();
  }

  /** The counter-test: the first test with a rule that never fires. */
  @Test
  void rule_isNamed_whenItDoesNotFire(@TempDir Path folder) throws Exception {
    String rules = AlertRules.rules().replace("up{job=\"harbor\"} == 0", "up{job=\"harbor\"} == 2");
    String tests = Files.readString(AlertRules.FOLDER.resolve("alerts.test.yml"));
    Files.writeString(folder.resolve("alerts.yml"), rules);
    Path first = folder.resolve("first.test.yml");
    Files.writeString(
        first, tests.substring(0, tests.indexOf("\n\n", tests.indexOf("tests:")) + 1));

    Ended ended = promtool("test", "rules", first.toString());

    assertThat(ended.code()).isNotZero();
    assertThat(ended.said()).contains("HarborProcessDown");
  }

  @Test
  void everyAlert_hasACaseThatFires_andAQuietOne() throws IOException {
    assertThat(AlertRules.alerts(AlertRules.rules()))
        .hasSizeGreaterThan(10)
        .doesNotHaveDuplicates();
    assertThat(AlertRules.untested(AlertRules.rules(), tests())).isEmpty();
  }

  /** The counter-test. */
  @Test
  void alertWithoutCases_isNamed() throws IOException {
    String rules = AlertRules.rules() + "\n      - alert: HarborNew\n        expr: up == 0\n";
    String quiet = "alertname: HarborNew\n eval_time: 1m\n exp_alerts: []\n";
    String firing = "alertname: HarborNew\n eval_time: 1m\n exp_alerts:\n - exp_labels: {}\n";

    assertThat(AlertRules.untested(rules, tests())).containsExactly("HarborNew");
    assertThat(AlertRules.untested(rules, tests() + quiet)).containsExactly("HarborNew");
    assertThat(AlertRules.untested(rules, tests() + firing)).containsExactly("HarborNew");
    assertThat(AlertRules.untested(rules, tests() + firing + quiet)).isEmpty();
  }

  @Test
  void everyAlert_linksToItsHeadingInTheRunbook() throws IOException {
    List<String> alerts = AlertRules.alerts(AlertRules.rules());

    assertThat(AlertRules.links(AlertRules.rules()))
        .containsExactlyElementsOf(
            alerts.stream()
                .map(alert -> new Link(alert, "RUNBOOK.md#" + alert.toLowerCase(Locale.ROOT)))
                .toList());
    assertThat(HEADING.matcher(Files.readString(Path.of("RUNBOOK.md"))).results())
        .extracting(found -> found.group(1))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  private static String tests() throws IOException {
    StringBuilder tests = new StringBuilder();
    for (Path file : AlertRules.testFiles()) {
      tests.append(Files.readString(file));
    }
    return tests.toString();
  }

  private static Ended promtool(String... arguments) throws IOException, InterruptedException {
    Optional<Path> program = program();
    assumeTrue(
        program.isPresent(),
        "Skipped: there is no promtool. build/prometheus gets one where there is apt.");
    List<String> command = new ArrayList<>(List.of(program.orElseThrow().toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Ended(process.waitFor(), said);
  }

  /** Beside the Prometheus that is there, or was got before. */
  private static Optional<Path> program() {
    try {
      Process finding =
          new ProcessBuilder("../build/prometheus", "installed")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path = new String(finding.getInputStream().readAllBytes(), UTF_8).strip();
      return path.isEmpty()
          ? Optional.empty()
          : Optional.of(Path.of(path).resolveSibling("promtool")).filter(Files::isExecutable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
