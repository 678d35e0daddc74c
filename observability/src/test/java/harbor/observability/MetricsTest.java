package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.SplitHttpResponse;
import com.linecorp.armeria.server.Server;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsTest {
  private static final String PRODUCTS = "http_route=\"/products/{id}\",service=\"mobile-bff\"";
  private static final String EVENTS = "http_route=\"/events\",service=\"mobile-bff\"";

  private final Telemetry telemetry =
      Telemetry.recording("mobile-bff", InMemorySpanExporter.create());

  @AfterEach
  void stop() {
    telemetry.close();
  }

  @Test
  void grpcCall_isTimedOnBothSides_underTheProcessAndTheGrpcService() {
    try (EchoServer server = new EchoServer(telemetry, EchoService.echo())) {
      EchoService.say(server.channel(), "hello");

      await()
          .untilAsserted(
              () ->
                  assertThat(telemetry.scrape().lines())
                      .anyMatch(line -> isTimed(line, "grpc_server_processing_duration_seconds"))
                      .anyMatch(line -> isTimed(line, "grpc_client_processing_duration_seconds")));
    }
  }

  private static boolean isTimed(String line, String name) {
    return line.startsWith(name + "_bucket")
        && line.contains("method=\"Say\"")
        && line.contains("rpc_service=\"harbor.test.v1.Echo\"")
        && line.contains("service=\"mobile-bff\"")
        && line.contains("statusCode=\"OK\"")
        && line.contains("le=\"0.15\"");
  }

  @Test
  void httpAnswer_isTimedByRouteAndStatus_andItsFaultsAreCountedFromZeroOn() {
    Server server =
        Server.builder()
            .localPort(0, SessionProtocol.HTTP)
            .service(
                "/products/{id}",
                (request, body) ->
                    "gone".equals(request.pathParam("id"))
                        ? HttpResponse.of(HttpStatus.SERVICE_UNAVAILABLE)
                        : HttpResponse.of(
                            ResponseHeaders.of(HttpStatus.OK, "X-Degraded", "reviews.rating")))
            .decorator(telemetry.httpServerMetrics())
            .build();
    server.start().join();
    WebClient client = WebClient.of("http://127.0.0.1:" + server.activeLocalPort());

    client.get("/products/P-1").aggregate().join();
    client.get("/nobody/knows").aggregate().join();

    await()
        .untilAsserted(
            () ->
                assertThat(telemetry.scrape())
                    .contains(
                        "http_server_request_duration_seconds_count{"
                            + "http_request_method=\"GET\",http_response_status_code=\"200\","
                            + "http_route=\"/products/{id}\",service=\"mobile-bff\"} 1")
                    .contains("http_response_status_code=\"404\",http_route=\"none\"")
                    .contains("harbor_answers_degraded_total{" + PRODUCTS + "} 1.0")
                    .contains("harbor_answers_failed_total{" + PRODUCTS + "} 0.0"));

    client.get("/products/gone").aggregate().join();

    awaitMetrics("harbor_answers_failed_total{" + PRODUCTS + "} 1.0");
    assertThat(telemetry.scrape()).contains("harbor_answers_degraded_total{" + PRODUCTS + "} 1.0");
    server.stop().join();
  }

  /** What lasts as long as its client wants says nothing of latency; that it failed does count. */
  @Test
  void streamsAndPolls_areNoRequests_butThoseThatFailed() {
    HttpResponseWriter stream = HttpResponse.streaming();
    Server server =
        Server.builder()
            .localPort(0, SessionProtocol.HTTP)
            .service(
                "/events",
                (request, body) -> {
                  LongAnswer.STREAM.begins(request);
                  stream.write(ResponseHeaders.of(HttpStatus.OK));
                  return stream;
                })
            .service(
                "/poll/{status}",
                (request, body) -> {
                  LongAnswer.POLL.begins(request);
                  return HttpResponse.of(Integer.parseInt(request.pathParam("status")));
                })
            .decorator(telemetry.httpServerMetrics())
            .build();
    server.start().join();
    WebClient client = WebClient.of("http://127.0.0.1:" + server.activeLocalPort());

    SplitHttpResponse answer = client.get("/events").split();
    assertThat(answer.headers().join().status()).isEqualTo(HttpStatus.OK);

    awaitMetrics("harbor_bff_stream_open_seconds_count{" + EVENTS + "} 1");
    assertThat(stream.isOpen()).isTrue();

    stream.close();
    client.get("/poll/200").aggregate().join();
    client.get("/poll/503").aggregate().join();

    awaitMetrics("harbor_bff_streams_ended_seconds_count{" + EVENTS + "} 1");
    awaitMetrics("harbor_bff_streams_ended_seconds_count{http_route=\"/poll/{status}\",");
    awaitMetrics("http_response_status_code=\"503\",http_route=\"/poll/{status}\"");
    assertThat(telemetry.scrape())
        .doesNotContain("http_response_status_code=\"200\",http_route=\"/poll/{status}\"")
        .doesNotContainPattern("http_server_request_duration_seconds_count.*/events")
        .doesNotContainPattern("harbor_bff_stream_open_seconds_count.*/poll");
    server.stop().join();
  }

  private void awaitMetrics(String text) {
    await().untilAsserted(() -> assertThat(telemetry.scrape()).contains(text));
  }

  @Test
  void exemplarsOfARequest_areItsTrace_inOpenMetricsAlone() {
    Server server =
        Server.builder()
            .localPort(0, SessionProtocol.HTTP)
            .service("/", (request, body) -> HttpResponse.of(HttpStatus.OK))
            .decorator(telemetry.httpServerMetrics())
            .decorator(telemetry.httpServerTracing())
            .build();
    server.start().join();

    WebClient.of("http://127.0.0.1:" + server.activeLocalPort()).get("/").aggregate().join();

    await()
        .untilAsserted(
            () ->
                assertThat(telemetry.scrape(MetricsFormat.OPEN_METRICS))
                    .containsPattern(
                        "request_duration_seconds_bucket.* # \\{.*trace_id=\"[0-9a-f]{32}")
                    .doesNotContainPattern("_(count|sum)\\{[^}]*} \\S+ #")
                    .endsWith(MetricsFormat.END)
                    .containsOnlyOnce(MetricsFormat.END));
    assertThat(telemetry.scrape()).doesNotContain("trace_id").doesNotContain(MetricsFormat.END);
    server.stop().join();
  }

  @Test
  void endOfACertificate_isShownAsItIsNow() {
    telemetry.measureCertificate("trusted", () -> 1_800_000_000);

    assertThat(telemetry.scrape())
        .contains(
            "harbor_certificate_expires_seconds{file=\"trusted\",service=\"mobile-bff\"} 1.8E9");
  }

  @Test
  void roomOnTheDisk_isThere_forADirectory(@TempDir Path directory) {
    assertThat(telemetry.scrape()).doesNotContain("disk_free_bytes");

    telemetry.measureDiskOf(directory);

    assertThat(telemetry.scrape()).contains("disk_free_bytes{path=\"" + directory);
  }

  @Test
  void pool_showsItsConnections() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("catalog");
    config.setDataSource(FakeDatabase.dataSource());
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(telemetry.metrics()));
    try (var _ = new HikariDataSource(config)) {
      assertThat(telemetry.scrape())
          .contains("hikaricp_connections_pending{pool=\"catalog\",service=\"mobile-bff\"} 0");
    }
  }

  @Test
  void jvmMetrics_belongToTheProcess_andTheOthersToTheService() {
    telemetry.close();
    Map<String, String> off = Map.of("OTEL_SDK_DISABLED", "true");
    try (Telemetry one = Telemetry.start("catalog", "harbor", off, null)) {
      one.metrics().counter("harbor.test").increment();

      assertThat(one.scrape().lines().filter(line -> line.startsWith("jvm_threads_live_threads{")))
          .singleElement()
          .asString()
          .contains("service=\"harbor\"");
      assertThat(one.scrape()).contains("harbor_test_total{service=\"catalog\"}");
    }
  }

  @Test
  void jvmMetrics_areInTheFirstTelemetryOnly_andInTheNextWhenItCloses() {
    try (Telemetry second = Telemetry.recording("catalog", InMemorySpanExporter.create())) {
      assertThat(telemetry.scrape()).contains("jvm_memory_used_bytes");
      assertThat(second.scrape()).doesNotContain("jvm_memory_used_bytes");
    }

    telemetry.close();
    try (Telemetry next = Telemetry.recording("catalog", InMemorySpanExporter.create())) {
      assertThat(next.scrape()).contains("jvm_memory_used_bytes{area=\"heap\"");
    }
  }
}
