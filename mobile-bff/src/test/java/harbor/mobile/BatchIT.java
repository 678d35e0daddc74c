package harbor.mobile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.runtime.Environment;
import harbor.mobile.v1.BatchAnswers;
import harbor.mobile.v1.Product;
import harbor.mobile.v1.Stores;
import harbor.observability.Telemetry;
import harbor.scripted.Arrival;
import harbor.scripted.Core;
import harbor.scripted.CoreProduct;
import harbor.scripted.ScriptedCores;
import harbor.scripted.Visitor;
import harbor.scripted.Visitor.Answer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several of the app's pages in one round trip; the rules of it are tested with the kit. */
class BatchIT {
  private static final String PRODUCT = "/mobile/v1/products/HB1001";

  private ScriptedCores cores;

  @BeforeEach
  void start() {
    cores = ScriptedCores.start();
    cores.sell(CoreProduct.ordinary());
  }

  @AfterEach
  void stop() {
    cores.close();
  }

  @Test
  void tenTimesOneProduct_isOneCall_andTenAnswers() throws Exception {
    try (Bff bff = new Bff(Map.of())) {
      BatchAnswers answers =
          BatchAnswers.parseFrom(
              bff.batch("application/x-protobuf", Collections.nCopies(10, PRODUCT)));

      assertThat(answers.getAnswersList())
          .hasSize(10)
          .allSatisfy(one -> assertThat(one.getStatus()).isEqualTo(200))
          .allSatisfy(
              one -> assertThat(one.getBody().unpack(Product.class).getId()).isEqualTo("HB1001"));
      assertThat(bff.calls()).containsOnly(1L);
    }
  }

  /** The counter-test: without what is around the services, each is asked for itself. */
  @Test
  void tenTimesOneProduct_isTenCalls_whenNothingBringsThemTogether() {
    try (Bff bff = new Bff(bare())) {
      bff.batch("application/x-protobuf", Collections.nCopies(10, PRODUCT));

      assertThat(bff.calls()).containsOnly(10L);
    }
  }

  @Test
  void pagesOfTheApp_areAsByThemselves() throws Exception {
    try (Bff bff = new Bff(bare())) {
      JsonNode answers =
          new ObjectMapper()
              .readTree(
                  bff.batch(
                      "application/json",
                      List.of(
                          PRODUCT,
                          "/mobile/v2/products/HB1001",
                          "/mobile/v1/stores?near=53.55,9.99",
                          "/mobile/v1/stores?near=95,9.99",
                          "/mobile/v1/account/sessions")))
              .get("answers");

      assertThat(answers)
          .extracting(one -> one.get("status").intValue())
          .containsExactly(200, 200, 200, 400, 401);
      assertThat(answers.get(0).get("body").get("@type").textValue())
          .isEqualTo("type.googleapis.com/" + Product.getDescriptor().getFullName());
      assertThat(answers.get(0).get("body").get("id").textValue()).isEqualTo("HB1001");
      assertThat(answers.get(2).get("body").get("@type").textValue())
          .isEqualTo("type.googleapis.com/" + Stores.getDescriptor().getFullName());
      assertThat(answers.get(3).get("body").get("field").textValue()).isEqualTo("near");
      assertThat(answers.get(4).get("body").get("code").textValue()).isEqualTo("NOT_SIGNED_IN");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "53.55",
        "53.55,",
        "53.55,9.99,1",
        "53.55;9.99",
        "91,0",
        "0,-180.5",
        "NaN,0",
        "1e1,0",
        "53.55, 9.99",
        "٥,١"
      })
  void malformedPoint_is400_andNamesTheField(String near) {
    try (Bff bff = new Bff(bare())) {
      Answer answer =
          bff.visitor.get(
              "/mobile/v1/stores?near=" + URLEncoder.encode(near, UTF_8),
              "accept",
              "application/json");

      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).contains("\"field\":\"near\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mobile/v1/batch",
        "/mobile/v1/events?products=HB1001",
        "/mobile/v1/sync",
        "/auth/login",
        "/auth/me",
        "/web/admin/users",
        "http://localhost/mobile/v1/products/HB1001",
        "/mobile/v1/../v1/products/HB1001",
        "/mobile/v1/products/HB%2F1001"
      })
  void pathThatIsNoPageOfTheApp_is400Alone_andCallsNothing(String path) throws Exception {
    try (Bff bff = new Bff(bare())) {
      BatchAnswers answers =
          BatchAnswers.parseFrom(bff.batch("application/x-protobuf", List.of(path)));

      assertThat(answers.getAnswers(0).getStatus()).isEqualTo(400);
      assertThat(bff.calls()).isEmpty();
    }
  }

  /** One without layers and caches. */
  private static Map<String, String> bare() {
    Map<String, String> settings = new HashMap<>();
    settings.put("HARBOR_CACHE", "off");
    Stream.of(Core.values())
        .forEach(core -> settings.put("HARBOR_" + core.name() + "_LAYERS", "none"));
    return settings;
  }

  private final class Bff implements AutoCloseable {
    private final Telemetry telemetry =
        Telemetry.recording("mobile-bff", InMemorySpanExporter.create());
    private final BffProcess.Running running;
    private final Visitor visitor;

    Bff(Map<String, String> more) {
      Map<String, String> settings = new HashMap<>(more);
      settings.put("HARBOR_MOBILE_BFF_PORT", "0");
      settings.put("HARBOR_BFF_EVENT_LOOPS", "1");
      settings.put("HARBOR_DRAIN_MS", "0");
      settings.put("HARBOR_MEDIA_URL", "http://media.test");
      for (Core core : Core.values()) {
        settings.put("HARBOR_" + core.name() + "_TARGET", cores.target(core));
      }
      running =
          MobileBff.PROCESS.start(
              Environment.of(settings),
              telemetry,
              deadline -> deadline.multipliedBy(12),
              InstantSource.system());
      visitor = new Visitor(running.port(), HttpClient.Version.HTTP_1_1);
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> visitor.get("/mobile/v1/products/HB2001"), Answer::isWhole);
      cores.forget();
    }

    byte[] batch(String accept, List<String> paths) {
      return WebClient.of("h2c://127.0.0.1:" + running.port())
          .prepare()
          .post("/mobile/v1/batch")
          .header("accept", accept)
          .content(
              MediaType.JSON,
              paths.stream().collect(Collectors.joining("\",\"", "{\"paths\":[\"", "\"]}")))
          .execute()
          .aggregate()
          .join()
          .content()
          .array();
    }

    /** How often each method was called that was. */
    List<Long> calls() {
      return cores.arrivals().stream()
          .collect(Collectors.groupingBy(Arrival::method, Collectors.counting()))
          .values()
          .stream()
          .toList();
    }

    @Override
    public void close() {
      visitor.close();
      running.close();
      telemetry.close();
    }
  }
}
