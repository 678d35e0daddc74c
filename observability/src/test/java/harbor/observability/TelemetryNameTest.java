package harbor.observability;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import harbor.observability.TelemetryName.Kind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the README, the dashboards and the alert rules to the names that exist. */
final class TelemetryNameTest {
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][a-z._]*)\"");

  @Test
  void metrics_ofTheVocabulary_exist_afterTraffic() {
    try (Telemetry telemetry = Telemetry.recording("mobile-bff", InMemorySpanExporter.create());
        EchoServer echo = new EchoServer(telemetry, EchoService.echo());
        var _ = pool(telemetry)) {
      EchoService.say(echo.channel(), "hello");
      answer(telemetry);
      telemetry.measureDiskOf(Path.of("."));

      Set<String> expected =
          series()
              .filter(name -> !name.startsWith("harbor_")) // made by the kits
              .collect(Collectors.toSet());
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                Set<String> found =
                    telemetry
                        .scrape()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split("[{ ]", 2)[0])
                        .collect(Collectors.toSet());
                assertThat(found).containsAll(expected);
              });
    }
  }

  @Test
  void dashboardsAndAlertRules_askForSeriesThatExist() throws IOException {
    String rules = AlertRules.rules();
    Set<String> records = AlertRules.records(rules);
    List<String> expressions = new ArrayList<>(AlertRules.expressions(rules));
    for (Path dashboard : dashboards()) {
      expressions.addAll(new ObjectMapper().readTree(dashboard.toFile()).findValuesAsText("expr"));
    }

    assertThat(expressions).hasSizeGreaterThan(50);
    assertThat(expressions)
        .flatMap(
            expression ->
                Expressions.unknown(expression, records).stream()
                    .map(name -> name + " in " + expression)
                    .toList())
        .isEmpty();
  }

  /** The counter-test. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          sum by (service) (rate(harbor_gone_total[5m])) > 1 | harbor_gone_total
          node_filesystem_avail_bytes < 5 and up{job="harbor"} == 1 | node_filesystem_avail_bytes
          rate(harbor_cache_answers_total{reuslt="hit"}[5m]) | harbor_cache_answers_total{reuslt}
          sum by (method) (hikaricp_connections_active) | by (method)
          objective:burn:2h > 1 or objective:burn:1h > 1 | objective:burn:2h
          """)
  void expression_isRefused_whenAMetricOrItsLabelDoesNotExist(String expression, String named) {
    assertThat(Expressions.unknown(expression, Set.of("objective:burn:1h"))).containsExactly(named);
  }

  @Test
  void namesOfOurOwn_andTheirLabels_areRegisteredByTheCode() throws IOException {
    Map<String, Set<String>> registered = registered();

    assertThat(TelemetryName.values())
        .filteredOn(name -> name.text.startsWith("harbor_"))
        .hasSizeGreaterThan(30)
        .allSatisfy(
            name -> {
              String metric =
                  name.text.replaceFirst("(_seconds)?(_total|_count|_sum)?$", "").replace('_', '.');
              Set<String> literals =
                  registered.getOrDefault(
                      metric, registered.getOrDefault(metric + ".seconds", Set.of()));
              assertThat(literals).as(name.text).isNotEmpty();
              assertThat(literals)
                  .extracting(literal -> literal.replace('.', '_'))
                  .as(name.text)
                  .containsAll(name.labels());
            });
  }

  @Test
  void tablesOfTheReadme_areMadeFromTheVocabulary() throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains(
            "| span | attributes | names | what |\n|---|---|---|---|\n"
                + rows(Stream.of(Kind.SPAN)))
        .contains(
            "| metric | labels | series | what |\n|---|---|---|---|\n"
                + rows(Stream.of(Kind.HISTOGRAM, Kind.VALUE)));
  }

  private static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("grafana/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).toList();
    }
  }

  /** Each name of a metric in the code, also one put together, with the words of its file. */
  private static Map<String, Set<String>> registered() throws IOException {
    Map<String, Set<String>> registered = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("..")).filter(TelemetryNameTest::isCode)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Set<String> literals =
            LITERAL
                .matcher(Files.readString(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        literals.stream()
            .filter(literal -> literal.startsWith("harbor."))
            .flatMap(
                literal ->
                    literal.endsWith(".")
                        ? literals.stream().map(literal::concat)
                        : Stream.of(literal))
            .forEach(
                metric ->
                    registered.computeIfAbsent(metric, _ -> new HashSet<>()).addAll(literals));
      }
    }
    return registered;
  }

  private static boolean isCode(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/main/java/");
  }

  private static Stream<String> series() {
    return Stream.of(TelemetryName.values()).flatMap(name -> name.series().stream());
  }

  private static String rows(Stream<Kind> kinds) {
    Set<Kind> wanted = kinds.collect(Collectors.toSet());
    return Stream.of(TelemetryName.values())
        .filter(name -> wanted.contains(name.kind))
        .map(TelemetryName::row)
        .collect(joining());
  }

  private static HikariDataSource pool(Telemetry telemetry) {
    HikariConfig config = new HikariConfig();
    config.setDataSource(FakeDatabase.dataSource());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(telemetry.metrics()));
    return new HikariDataSource(config);
  }

  private static void answer(Telemetry telemetry) {
    Server server =
        Server.builder()
            .localPort(0, SessionProtocol.HTTP)
            .service("/", (request, body) -> HttpResponse.of(HttpStatus.OK))
            .decorator(telemetry.httpServerMetrics())
            .build();
    server.start().join();
    WebClient.of("http://127.0.0.1:" + server.activeLocalPort()).get("/").aggregate().join();
    server.stop().join();
  }
}
