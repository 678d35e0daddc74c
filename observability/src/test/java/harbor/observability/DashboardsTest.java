package harbor.observability;

import static harbor.observability.Panel.Unit.BYTES;
import static harbor.observability.Panel.Unit.COUNT;
import static harbor.observability.Panel.Unit.PER_SECOND;
import static harbor.observability.Panel.Unit.SECONDS;
import static harbor.observability.Panel.Unit.SHARE;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.observability.Panel.Limit;
import harbor.observability.Panel.Query;
import harbor.observability.Panel.Unit;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The dashboards' files are those of {@link Dashboards}, and their panels are sound. {@link
 * TelemetryNameTest} holds their queries to the vocabulary; a running Prometheus is asked all of
 * them in the whole-system tests.
 */
final class DashboardsTest {
  private static final Path FOLDER = Path.of("grafana/dashboards");
  private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
  private static final Pattern STATUSES = Pattern.compile("statusCode=~\"([^\"]+)\"");
  private static final Pattern QUOTED = Pattern.compile("\"([A-Z][^\"]+|p\\d\\d)\"");

  /** What the runbook quotes of other pages. */
  private static final Set<String> OF_OTHERS =
      Set.of("Services", "In flight", "Caches", "There is no such thing", "REFUSED BREAKER_OPEN");

  @Test
  void files_areMadeFromTheirDescription() throws IOException {
    if (Boolean.getBoolean("harbor.golden.write")) {
      for (Dashboard dashboard : Dashboards.ALL) {
        Files.writeString(file(dashboard), dashboard.json());
      }
    }

    for (Dashboard dashboard : Dashboards.ALL) {
      assertThat(file(dashboard)).content().isEqualTo(dashboard.json());
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files)
          .containsExactlyInAnyOrderElementsOf(
              Dashboards.ALL.stream().map(DashboardsTest::file).toList());
    }
  }

  @Test
  void titles_areThereOnceOnEachDashboard() {
    assertThat(Dashboards.ALL).extracting(Dashboard::uid).doesNotHaveDuplicates();
    assertThat(Dashboards.ALL)
        .allSatisfy(
            dashboard ->
                assertThat(dashboard.panels()).extracting(Panel::title).doesNotHaveDuplicates());
  }

  @Test
  void units_areThoseOfTheirQueries() {
    assertThat(panels())
        .allSatisfy(
            panel ->
                assertThat(panel.queries())
                    .allSatisfy(
                        query ->
                            assertThat(units(query.expression()))
                                .as(query.expression())
                                .contains(panel.unit())));
  }

  /** The counter-test. */
  @Test
  void units_areKnown_fromTheQuery() {
    assertThat(units("sum by (a) (rate(x_seconds_count[1m]))")).containsExactly(PER_SECOND);
    assertThat(units("histogram_quantile(0.9, x_seconds_bucket)")).containsExactly(SECONDS);
    assertThat(units("sum by (a) (x_bytes)")).containsExactly(BYTES);
    assertThat(units("x_bytes / x_bytes_max")).containsExactly(SHARE);
    assertThat(units("max(x_seconds)")).containsExactly(SECONDS);
    assertThat(units("x_open")).doesNotContain(SHARE, BYTES, SECONDS, PER_SECOND);
  }

  @Test
  void legends_nameLabelsThatTheirQueriesHave() {
    assertThat(panels())
        .flatMap(Panel::queries)
        .allSatisfy(query -> assertThat(unknownLabels(query)).as("%s", query).isEmpty());
  }

  /** The counter-test. */
  @Test
  void legend_isNamed_whenItsQueryHasNoSuchLabel() {
    assertThat(unknownLabels(new Query("sum by (service) (up)", "{{service}} {{route}}")))
        .containsExactly("route");
    assertThat(unknownLabels(new Query("harbor_cache_entries", "{{cache}} {{plan}}")))
        .containsExactly("plan");
  }

  @Test
  void limits_areThoseOfTheAlerts() throws IOException {
    String rules = AlertRules.rules();

    assertThat(panels()).flatMap(Panel::limits).hasSizeGreaterThan(10);
    assertThat(panels())
        .flatMap(Panel::limits)
        .allSatisfy(limit -> assertThat(isOf(limit, rules)).as("%s", limit).isTrue());
  }

  /** The counter-test. */
  @Test
  void limit_isWrong_whenItsAlertHasAnother() throws IOException {
    String rules = AlertRules.rules();

    assertThat(isOf(new Limit("HarborCallMisses", 0.5, "red"), rules)).isFalse();
    assertThat(isOf(new Limit("HarborGone", 0.05, "red"), rules)).isFalse();
    assertThat(isOf(new Limit("HarborCallMisses", 0.05, "red"), rules)).isTrue();
  }

  @Test
  void statusesOfCalls_areThoseOfGrpc() {
    Set<String> named =
        panels().stream()
            .flatMap(panel -> panel.queries().stream())
            .flatMap(query -> STATUSES.matcher(query.expression()).results())
            .flatMap(statuses -> Stream.of(statuses.group(1).split("\\|")))
            .collect(Collectors.toSet());

    assertThat(named)
        .as("a caller's mistakes and a service's faults together")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(Status.Code.values())
                .filter(code -> code != Status.Code.OK && code != Status.Code.CANCELLED)
                .map(Status.Code::name)
                .toList());
  }

  @Test
  void runbook_namesPanelsThatExist() throws IOException {
    Set<String> titles = panels().stream().map(Panel::title).collect(Collectors.toSet());

    assertThat(panelsNamedIn(Files.readString(Path.of("RUNBOOK.md"))))
        .hasSizeGreaterThan(10)
        .isSubsetOf(titles);
    assertThat(panelsNamedIn("On the dashboard, \"Nothing\" shows it")).containsExactly("Nothing");
  }

  /** Every query of the runbook that stands between backticks asks for what there is. */
  @Test
  void runbook_asksForSeriesThatExist() throws IOException {
    Set<String> records = AlertRules.records(AlertRules.rules());

    assertThat(queriesOf(Files.readString(Path.of("RUNBOOK.md"))))
        .hasSizeGreaterThan(5)
        .allSatisfy(query -> assertThat(Expressions.unknown(query, records)).as(query).isEmpty());
    assertThat(queriesOf("`harbor_gone_total` and `sum by (a) (rate(harbor_gone_total[5m]))`"))
        .hasSize(2)
        .allSatisfy(query -> assertThat(Expressions.unknown(query, records)).isNotEmpty());
  }

  private static List<Panel> panels() {
    return Dashboards.ALL.stream().flatMap(Dashboard::panels).toList();
  }

  private static Path file(Dashboard dashboard) {
    return FOLDER.resolve(dashboard.uid() + ".json");
  }

  private static List<String> panelsNamedIn(String runbook) {
    return QUOTED
        .matcher(runbook)
        .results()
        .map(found -> found.group(1))
        .filter(title -> !OF_OTHERS.contains(title))
        .toList();
  }

  private static List<String> queriesOf(String runbook) {
    return Pattern.compile("`([^`\\n]+)`")
        .matcher(runbook)
        .results()
        .map(found -> found.group(1))
        .filter(
            text ->
                text.matches("(?:harbor|hikaricp|jvm|process|http_server)_[a-z_]+(?:\\{.*)?")
                    || text.matches(".*\\b(?:rate|increase|sum by|histogram_quantile) ?\\(.*"))
        .toList();
  }

  /** The units that a query's values may have. */
  private static Set<Unit> units(String expression) {
    String first = expression.replaceAll(" or label_replace.*", "");
    if (first.startsWith("histogram_quantile") || first.contains("_seconds_sum")) {
      return Set.of(SECONDS);
    }
    if (first.contains(" / ") || first.contains("call:") || first.contains("process_cpu_usage")) {
      return Set.of(SHARE);
    }
    if (first.contains("rate(")) {
      return Set.of(PER_SECOND);
    }
    if (first.contains("_bytes")) {
      return Set.of(BYTES);
    }
    return first.matches(".*_seconds\\b.*") ? Set.of(SECONDS) : Set.of(COUNT, Unit.YES_OR_NO);
  }

  private static List<String> unknownLabels(Query query) {
    return LABEL
        .matcher(query.legend())
        .results()
        .map(found -> found.group(1))
        .filter(label -> !has(query.expression(), label))
        .toList();
  }

  /** Grouped by it; or, of a series that stands alone, one of its own. */
  private static boolean has(String expression, String label) {
    return expression.contains("by (")
        ? Pattern.compile("by \\([^)]*\\b" + label + "\\b").matcher(expression).find()
        : label.equals("instance")
            || (expression.contains("objective:") && Set.of("service", "objective").contains(label))
            || (expression.contains("call:") && Set.of("service", "plan", "call").contains(label))
            || Pattern.compile("[a-z_]{5,}")
                .matcher(expression)
                .results()
                .flatMap(found -> TelemetryName.of(found.group()).stream())
                .anyMatch(name -> name.has(label));
  }

  private static boolean isOf(Limit limit, String rules) {
    String value =
        limit.value() == Math.rint(limit.value())
            ? Long.toString((long) limit.value())
            : Double.toString(limit.value());
    String compared = limit.colour().equals("green") ? "(== 0|< " + value + ")" : "> " + value;
    return Pattern.compile(compared + "(?![.\\d])")
        .matcher(AlertRules.rule(rules, limit.alert()))
        .find();
  }
}
