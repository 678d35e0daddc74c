package harbor.observability;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the README, the dashboard and the alert rules to the names that exist. */
final class TelemetryNameTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(http|grpc|hikaricp|jvm|process|harbor)_[a-z_]+");
  private static final Set<String> LABELS =
      Set.of("http_request_method", "http_route", "http_response_status_code");

  @Test
  void metrics_ofTheVocabulary_exist_afterTraffic() {
    try (Telemetry telemetry = Telemetry.recording("mobile-bff", InMemorySpanExporter.create());
        EchoServer echo = new EchoServer(telemetry, EchoService.echo());
        var _ = pool(telemetry)) {
      EchoService.say(echo.channel(), "hello");
      answer(telemetry);

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
  void dashboardAndAlertRules_useNamesOfTheVocabulary() throws IOException {
    String rules = Files.readString(Path.of("prometheus/alerts.yml"));
    JsonNode dashboard =
        new ObjectMapper().readTree(Path.of("grafana/dashboards/harbor.json").toFile());
    String queries = dashboard.findValuesAsText("expr").stream().collect(joining("\n"));

    assertThat(metrics(rules + queries)).isNotEmpty().isSubsetOf(series().toList());
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

  @Test
  void everyAlert_isInTheRunbook() throws IOException {
    String runbook = Files.readString(Path.of("RUNBOOK.md"));
    String rules = Files.readString(Path.of("prometheus/alerts.yml"));

    assertThat(
            Pattern.compile("alert: (\\w+)").matcher(rules).results().map(found -> found.group(1)))
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(runbook).contains("\n## " + alert + "\n"));
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

  private static Set<String> metrics(String queries) {
    return METRIC
        .matcher(queries)
        .results()
        .map(MatchResult::group)
        .filter(name -> !LABELS.contains(name))
        .collect(Collectors.toSet());
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
